#!/bin/bash
set -eu
export PATH=$PATH:/sbin:/usr/sbin
img=$1
# ext4 with checksums and a journal; a bit of an inode and of a directory is flipped. Needs e2fsprogs.
dir=$(mktemp -d)
mkdir "$dir/logs" && seq 2000 > "$dir/logs/today" && seq 10 > "$dir/logs/old" && seq 10 > "$dir/readme"
mkfs.ext4 -q -F -d "$dir" "$img" 64M > /dev/null
bs=$(dumpe2fs -h "$img" 2>/dev/null | sed -n 's/^Block size: *//p')
block=$(debugfs -R 'blocks /logs' "$img" 2>/dev/null | tr -d ' ')
printf 'X' | dd of="$img" bs=1 seek=$((block * bs + 60)) conv=notrunc status=none
set -- $(debugfs -R 'imap /readme' "$img" 2>/dev/null | sed -n 's/.*located at block \([0-9]*\), offset \(.*\)/\1 \2/p')
printf 'X' | dd of="$img" bs=1 seek=$(($1 * bs + $2 + 20)) conv=notrunc status=none
rm -r "$dir"
