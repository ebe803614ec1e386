#!/bin/bash
# c.sh [case...]: builds each program/c/<case>.c or .cc as /src/app/main.c[c], runs it, writes testdata/made/program/c-<case>.log.
# The name tells the sanitizer (asan-, lsan-, ubsan, tsan-). Needs gcc, g++ and a writable /src/app.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
[ $# -gt 0 ] || set -- $(cd "$here/program/c" && ls *.c *.cc | sed 's/\.cc*$//')
for case in "$@"; do
  rm -rf "${app:?}"/*
  cc=gcc file=main.c
  [ -f "$here/program/c/$case.cc" ] && cc=g++ file=main.cc
  cp "$here/program/c/$case.${file#main.}" $app/$file
  flags='-g -O1 -fno-inline -w' run=./app
  case $case in
    asan-*) flags="$flags -O0 -fsanitize=address" ;;
    lsan-*) flags="$flags -O0 -fsanitize=leak" ;;
    ubsan*) flags="$flags -fsanitize=undefined" ;;
    tsan-*) flags="$flags -fsanitize=thread" run='setarch -R ./app' ;;
    stack-smashing) flags="$flags -fstack-protector-all" ;;
    fortify) flags="-O2 -w -D_FORTIFY_SOURCE=2" ;;
  esac
  (cd $app && $cc $flags -o app $file -pthread)
  # The shell that started it tells of the signal; it is told to leave a core so far as the system lets it.
  timeout 60 bash -c "cd $app; ulimit -c 0; $run; exit \$?" > "$out/program/c-$case.log" 2>&1 && code=0 || code=$?
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(grep -m1 . "$out/program/c-$case.log" | cut -c1-90)"
done
rm -rf "${app:?}"/*
