#: append="softlockup_panic=1 watchdog_thresh=3"
lkdtm SOFTLOCKUP
