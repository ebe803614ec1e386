#!/bin/bash
# go.sh [case...]: builds each program/go/<case>.go as /src/app/main.go, runs it, writes testdata/made/program/go-<case>.log.
# Needs go (race and cgo: gcc) and root or a writable /src/app: the paths in a trace are those of the build.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
export GOFLAGS=-mod=mod GOTRACEBACK=${GOTRACEBACK:-all}
[ $# -gt 0 ] || set -- $(cd "$here/program/go" && ls *.go | sed 's/\.go$//')
for case in "$@"; do
  rm -rf "${app:?}"/*
  cp "$here/program/go/$case.go" $app/main.go
  printf 'module example.com/app\n\ngo 1.19\n' > $app/go.mod
  flags= limits=: cgo=0 debug= level=single
  case $case in
    data-race) flags=-race cgo=1 ;;
    cgo-segv) cgo=1 ;;
    checkptr) flags=-gcflags=all=-d=checkptr ;;
    out-of-memory) limits='ulimit -v 1200000' ;;
    no-more-threads) limits='ulimit -u 12' ;;
    sigquit) level=all ;;
  esac
  (cd $app && CGO_ENABLED=$cgo go build $flags -o app main.go)
  run=(bash -c "cd $app; $limits; exec ./app")
  # The number of processes is not limited for root.
  [ "$case" = no-more-threads ] && [ "$(id -u)" = 0 ] && run=(setpriv --reuid=65534 --clear-groups "${run[@]}")
  GOTRACEBACK=$level timeout 60 "${run[@]}" > "$out/program/go-$case.log" 2>&1 && code=0 || code=$?
  sed -i 's|^exec ./app.*||' "$out/program/go-$case.log"
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(grep -m1 -E '^(panic|fatal error|WARNING|SIG|unexpected)' "$out/program/go-$case.log" | cut -c1-80)"
done
rm -rf "${app:?}"/*
