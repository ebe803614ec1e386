#: disk=ext4-directory
mount -t ext4 /dev/vda /mnt
ls -l /mnt/logs
cat /mnt/logs/today | head -2
umount /mnt
