#!/bin/bash
set -eu
export PATH=$PATH:/sbin:/usr/sbin
img=$1
# ext4 without checksums; the entries of one directory are overwritten. Needs e2fsprogs.
dir=$(mktemp -d)
mkdir "$dir/logs" && seq 2000 > "$dir/logs/today" && seq 10 > "$dir/logs/old"
mkfs.ext4 -q -F -O ^metadata_csum,^has_journal -d "$dir" "$img" 32M > /dev/null
block=$(debugfs -R 'blocks /logs' "$img" 2>/dev/null | tr -d ' ')
bs=$(dumpe2fs -h "$img" 2>/dev/null | sed -n 's/^Block size: *//p')
printf '\377\377\377\377\003\000\377\377' | dd of="$img" bs=1 seek=$((block * bs + 24)) conv=notrunc status=none
rm -r "$dir"
