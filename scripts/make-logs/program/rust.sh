#!/bin/bash
# rust.sh [case...]: builds each program/rust/<case>.rs as /src/app/src/main.rs, runs it, writes testdata/made/program/rust-<case>.log.
# Needs rustc and a writable /src/app.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
[ $# -gt 0 ] || set -- $(cd "$here/program/rust" && ls *.rs | sed 's/\.rs$//')
for case in "$@"; do
  rm -rf "${app:?}"/*
  mkdir $app/src
  cp "$here/program/rust/$case.rs" $app/src/main.rs
  (cd $app && rustc -g --edition 2021 -o app src/main.rs 2>/dev/null)
  backtrace=1
  case $case in
    unwrap-err) backtrace=0 ;;
    add-overflow) backtrace=full ;;
  esac
  RUST_BACKTRACE=$backtrace timeout 60 bash -c "cd $app; ulimit -c 0; ./app; exit \$?" > "$out/program/rust-$case.log" 2>&1 && code=0 || code=$?
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(grep -m1 . "$out/program/rust-$case.log" | cut -c1-90)"
done
rm -rf "${app:?}"/*
