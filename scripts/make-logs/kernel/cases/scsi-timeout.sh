#: append="scsi_debug.opts=4 scsi_debug.every_nth=40" limit=200
echo 3 > /sys/block/sda/device/timeout
dd if=/dev/sda of=/dev/null bs=512 count=200
