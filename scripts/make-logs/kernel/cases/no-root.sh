#: initrd=no append="root=/dev/vda1 rootwait=0"
