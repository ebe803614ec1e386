#: disk=blank qemu="-drive file=blkdebug:$here/kernel/disks/bad-sector.conf:$tmp/disk.img,format=raw,if=none,id=d,rerror=report,werror=report -device virtio-blk-pci,drive=d" append=scsi_debug.num_tgts=0
dd if=/dev/vda of=/dev/null bs=512 skip=4096 count=8
dd if=/dev/zero of=/dev/vda bs=4096 seek=1024 count=1
sync
