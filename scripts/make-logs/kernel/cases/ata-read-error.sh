#: disk=blank qemu="-drive file=blkdebug:$here/kernel/disks/bad-sector.conf:$tmp/disk.img,format=raw,if=none,id=d,rerror=report,werror=report -device ahci,id=ahci -device ide-hd,drive=d,bus=ahci.0" append=scsi_debug.num_tgts=0 limit=90
dd if=/dev/sda of=/dev/null bs=512 skip=4096 count=8
dd if=/dev/zero of=/dev/sda bs=4096 seek=1024 count=1
sync
