#: disk=ext4-directory
mount -t ext4 -o errors=panic /dev/vda /mnt
ls -l /mnt/logs
