#: kernel=debian loglevel=loglevel=7 limit=90
echo "Welcome to host1"
sync
