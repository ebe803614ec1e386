#: append="scsi_debug.opts=2"
dd if=/dev/sda of=/dev/null bs=512 skip=4660 count=4
