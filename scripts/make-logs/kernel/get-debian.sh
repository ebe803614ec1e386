#!/bin/bash
# get-debian.sh: unpacks Debian's current cloud kernel into $lab/deb (it is not installed). Needs apt and dpkg.
set -eu
. "$(dirname "$0")/../env.sh"
cd "$lab"
if ! ls deb/boot/vmlinuz-* > /dev/null 2>&1; then
  # A machine may have every tool and no package lists.
  apt-cache show linux-image-cloud-amd64 > /dev/null 2>&1 || apt-get update -qq
  package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  apt-get download "$package"
  dpkg -x "$package"_*.deb deb
  rm -f "$package"_*.deb
fi
ls deb/boot/vmlinuz-*
