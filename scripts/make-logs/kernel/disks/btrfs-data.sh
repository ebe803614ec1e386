#!/bin/bash
set -eu
export PATH=$PATH:/sbin:/usr/sbin
img=$1
# btrfs; a file's data is changed under its checksum. Needs btrfs-progs.
dir=$(mktemp -d)
yes 'a line of the file' | head -c 65536 > "$dir/file"
truncate -s 128M "$img"
mkfs.btrfs -q -f --rootdir "$dir" "$img" > /dev/null
at=$(grep -obaF 'a line of the file' "$img" | head -1 | cut -d: -f1)
printf 'X' | dd of="$img" bs=1 seek=$((at + 5)) conv=notrunc status=none
rm -r "$dir"
