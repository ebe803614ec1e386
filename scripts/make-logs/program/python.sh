#!/bin/bash
# python.sh [case...]: runs each program/python/<case>.py as /src/app/main.py, writes testdata/made/program/python-<case>.log.
# Needs /usr/bin/python3 (3.11 in Debian 12) and a writable /src/app.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
[ $# -gt 0 ] || set -- $(cd "$here/program/python" && ls *.py | sed 's/\.py$//')
for case in "$@"; do
  rm -rf "${app:?}"/*
  cp "$here/program/python/$case.py" $app/main.py
  limits=:
  [ "$case" = memory-error ] && limits='ulimit -v 600000'
  # The shell that started it tells of the signal.
  timeout 60 bash -c "cd $app; $limits; /usr/bin/python3 main.py; exit \$?" > "$out/program/python-$case.log" 2>&1 && code=0 || code=$?
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(tail -1 "$out/program/python-$case.log" | cut -c1-80)"
done
rm -rf "${app:?}"/*
