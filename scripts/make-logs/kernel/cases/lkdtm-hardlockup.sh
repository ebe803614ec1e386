#: append="nmi_watchdog=1" limit=40
lkdtm HARDLOCKUP
