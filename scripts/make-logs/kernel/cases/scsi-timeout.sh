#: limit=120
cd /sys/block/sda/device
echo 3 > timeout
echo 2 > eh_timeout
cd /sys/bus/pseudo/drivers/scsi_debug
echo 4 > opts
echo 1 > every_nth
dd if=/dev/sda of=/dev/null bs=512 count=8
