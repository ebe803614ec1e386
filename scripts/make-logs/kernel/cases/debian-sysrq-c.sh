#: kernel=debian loglevel=loglevel=7 limit=90
echo c > /proc/sysrq-trigger
