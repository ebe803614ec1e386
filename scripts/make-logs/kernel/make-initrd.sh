#!/bin/bash
# make-initrd.sh: builds $lab/initrd.gz (busybox, the guest's programs and its init). Needs busybox-static gcc cpio.
set -eu
. "$(dirname "$0")/../env.sh"
root=$lab/initrd
rm -rf "$root"
mkdir -p "$root"/{bin,dev,proc,sys,tmp,mnt,cg,etc}
cp /bin/busybox "$root/bin/"
for a in sh mount umount echo cat sleep poweroff reboot hostname dd sync ls mkdir rm kill head sysctl mknod dmesg \
  seq ifconfig touch cp ln true false modprobe insmod uname stat tr grep; do ln -s busybox "$root/bin/$a"; done
for p in sig eat; do gcc -O1 -static -w -o "$root/bin/$p" "$here/kernel/guest/$p.c"; strip "$root/bin/$p"; done
install -m 755 "$here/kernel/guest/init" "$root/init"
mknod "$root/dev/console" c 5 1 2>/dev/null || true
(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) | gzip > "$lab/initrd.gz"
