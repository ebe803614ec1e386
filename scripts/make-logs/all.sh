#!/bin/bash
# all.sh: makes every log again. See README.md.
set -eu
. "$(dirname "$0")/env.sh"
for l in c go python rust java node; do "$here/program/$l.sh"; done
"$here/kernel/get-debian.sh"
"$here/kernel/make-initrd.sh"
for k in crash debug kcsan; do "$here/kernel/build-kernel.sh" $k; done
"$here/kernel/run-case.sh" $(cd "$here/kernel/cases" && ls *.sh | sed 's/\.sh$//')
"$here/readme.sh"
