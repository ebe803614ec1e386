#!/bin/bash
# get-debian.sh: unpacks Debian's cloud kernel to $lab/deb; it is not installed.
set -eu
. "$(dirname "$0")/../env.sh"
cd "$lab"
[ -d deb ] || { apt-get download linux-image-6.1.0-56-cloud-amd64 && dpkg -x linux-image-6.1.0-56-cloud-amd64_*.deb deb; }
