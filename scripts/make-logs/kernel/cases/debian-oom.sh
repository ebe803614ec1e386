#: kernel=debian loglevel=loglevel=7 limit=90 mem=192
eat &
sleep 8
