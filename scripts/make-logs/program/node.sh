#!/bin/bash
# node.sh [case...]: runs each program/node/<case>.js as /src/app/main.js, writes testdata/made/program/node-<case>.log.
# Needs node and a writable /src/app. The folder that holds node is written as /usr/bin.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
[ $# -gt 0 ] || set -- $(cd "$here/program/node" && ls *.js | sed 's/\.js$//')
bin=$(dirname "$(command -v node)")
for case in "$@"; do
  rm -rf "${app:?}"/*
  cp "$here/program/node/$case.js" $app/main.js
  timeout 100 bash -c "cd $app; ulimit -c 0; node --max-old-space-size=24 main.js; exit \$?" 2>&1 | sed "s|$bin|/usr/bin|g" > "$out/program/node-$case.log" && code=${PIPESTATUS[0]} || code=$?
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(grep -m1 . "$out/program/node-$case.log" | cut -c1-90)"
done
rm -rf "${app:?}"/*
