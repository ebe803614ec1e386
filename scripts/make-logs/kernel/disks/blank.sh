#!/bin/bash
set -eu
export PATH=$PATH:/sbin:/usr/sbin
img=$1
# An empty disk.
truncate -s 16M "$img"
