#: disk=xfs-agf
mount -t xfs /dev/vda /mnt
touch /mnt/a
echo text > /mnt/a
sync
umount /mnt
