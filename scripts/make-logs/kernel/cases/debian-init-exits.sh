#: kernel=debian loglevel=loglevel=7 limit=90
exit 3
