#: append="workqueue.watchdog_thresh=5" limit=90
fault workqueue
