#: disk=btrfs-data
mount -t btrfs /dev/vda /mnt
cat /mnt/file | head -1
umount /mnt
