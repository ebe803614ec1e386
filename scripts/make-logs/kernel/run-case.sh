#!/bin/bash
# run-case.sh <case>...: boots a guest for each case of kernel/cases/ and writes testdata/made/kernel/<case>.log.
# A case is a shell file: comment lines `#: key=value` are for this script, the rest runs in the guest.
#   kernel=crash|debug|kcsan|debian   smp=2   mem=256   cpu=max   append="more kernel parameters"   limit=60 (seconds)
#   qemu="more QEMU options"          monitor="12 command" (seconds after start, then a monitor command)
#   disk=<script in kernel/disks that makes an image; a virtio disk unless qemu= attaches $tmp/disk.img itself>
#   initrd=no (no first process at all)   loglevel="loglevel=7" (instead of ignore_loglevel)
# Needs qemu-system-x86. KVM is not used, so that the result does not depend on the machine.
set -eu
. "$(dirname "$0")/../env.sh"
for case in "$@"; do
  file=$here/kernel/cases/$case.sh
  tmp=$(mktemp -d "$lab/run.XXXXXX")
  kernel=crash smp=2 mem=256 cpu=max append= limit=60 qemu= monitor= disk= initrd=yes loglevel=ignore_loglevel
  eval "$(sed -n 's/^#: //p' "$file")"
  image=$lab/$kernel/arch/x86/boot/bzImage
  [ "$kernel" = debian ] && image=$(ls "$lab"/deb/boot/vmlinuz-* | head -n 1)
  args=()
  if [ "$initrd" = yes ]; then
    # The kernel unpacks archives laid end to end: the common one, then the case.
    cp "$file" "$tmp/case.sh"
    (cd "$tmp" && echo case.sh | cpio -o -H newc -R 0:0 --quiet) | gzip > "$tmp/case.gz"
    cat "$lab/initrd.gz" "$tmp/case.gz" > "$tmp/initrd"
    args+=(-initrd "$tmp/initrd")
  fi
  if [ -n "$disk" ]; then
    "$here/kernel/disks/$disk.sh" "$tmp/disk.img"
    [ -n "$qemu" ] || args+=(-drive "file=$tmp/disk.img,format=raw,if=virtio,cache=unsafe")
  fi
  exec 3< <(
    set -- $monitor
    [ $# -gt 0 ] && { sleep "$1"; shift; echo "$*"; }
    exec sleep "$limit"
  )
  feeder=$!
  timeout "$limit" qemu-system-x86_64 -accel tcg,thread=multi -cpu "$cpu" -smp "$smp" -m "$mem" -nodefaults \
    -display none -no-reboot -monitor stdio -serial "file:$tmp/console" -kernel "$image" "${args[@]}" \
    -append "console=ttyS0 panic=-1 $loglevel $append" $qemu <&3 > "$tmp/monitor" 2>&1 || true
  exec 3<&-
  kill "$feeder" 2>/dev/null || true
  # A console ends its lines with CR LF; a log that was saved has LF. UBSAN prints the folder of the build.
  tr -d '\r' < "$tmp/console" | sed "s|$lab/|/build/|g" > "$out/kernel/$case.log"
  printf '%-28s %6d bytes  %s\n' "$case" "$(stat -c %s "$out/kernel/$case.log")" \
    "$(grep -m1 -oE '(BUG:|divide error|invalid opcode|EXT4-fs error|XFS \(|BTRFS |critical medium|I/O error|failed command|Hardware Error|Uhhuh|PCIe Bus Error|WARNING:|UBSAN:|kernel BUG|Kernel panic|INFO:|Oops|Out of memory|general protection|segfault|power down).*' "$out/kernel/$case.log" | cut -c1-90)"
  rm -rf "$tmp"
done
