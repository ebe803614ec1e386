#!/bin/bash
# build-kernel.sh <crash|debug|kcsan>: builds $lab/<name>/arch/x86/boot/bzImage from Debian's linux-source-6.1.
# Needs: linux-source-6.1 flex bison bc libelf-dev libssl-dev gcc make ccache.
set -eu
. "$(dirname "$0")/../env.sh"
name=$1
src=$lab/linux-source-6.1
[ -d "$src" ] || tar -C "$lab" -xf /usr/src/linux-source-6.1.tar.xz
cmp -s "$here/kernel/kulprit_fault.c" "$src/drivers/misc/kulprit_fault.c" ||
  cp "$here/kernel/kulprit_fault.c" "$src/drivers/misc/"
grep -q KULPRIT_FAULT "$src/drivers/misc/Makefile" ||
  echo 'obj-$(CONFIG_KULPRIT_FAULT) += kulprit_fault.o' >> "$src/drivers/misc/Makefile"
grep -q KULPRIT_FAULT "$src/lib/Kconfig.debug" ||
  printf '\nconfig KULPRIT_FAULT\n\tbool "Faults on request"\n\tdepends on DEBUG_FS\n' >> "$src/lib/Kconfig.debug"
export KBUILD_BUILD_USER=kulprit KBUILD_BUILD_HOST=host1 KBUILD_BUILD_VERSION=1
export KBUILD_BUILD_TIMESTAMP='Sat Jan  3 10:00:00 UTC 2026'
o=$lab/$name
mkdir -p "$o"
make -s -C "$src" O="$o" tinyconfig
cat "$here/kernel/base.config" "$here/kernel/$name.config" >> "$o/.config"
echo "CONFIG_LOCALVERSION=\"-$name\"" >> "$o/.config"
make -s -C "$src" O="$o" olddefconfig
# Say what the fragments asked for and Kconfig refused.
sed -n '/^CONFIG_.*=y/p' "$here/kernel/base.config" "$here/kernel/$name.config" |
  grep -vxFf "$o/.config" | sed 's/^/refused: /' || true
make -s -C "$src" O="$o" CC='ccache gcc' -j"${JOBS:-$(nproc)}" bzImage
