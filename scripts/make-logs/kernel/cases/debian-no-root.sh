#: kernel=debian loglevel=loglevel=7 limit=90 initrd=no append=root=/dev/vda1
