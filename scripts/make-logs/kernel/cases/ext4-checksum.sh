#: disk=ext4-checksum
mount -t ext4 /dev/vda /mnt
ls -l /mnt/logs
cat /mnt/readme
umount /mnt
