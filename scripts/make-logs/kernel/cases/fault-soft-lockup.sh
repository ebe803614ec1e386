#: append="watchdog_thresh=3" limit=90
fault soft_lockup
