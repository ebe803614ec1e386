#!/bin/bash
# java.sh [case...]: compiles each program/java/<Case>.java in /src/app, runs it, writes testdata/made/program/java-<case>.log,
# and java-<case>.hs_err.log when the virtual machine left one. Needs a JDK and a writable /src/app.
# In an hs_err file what tells of the machine, its environment and its other processors are taken out.
set -eu
. "$(dirname "$0")/../env.sh"
app=/src/app
mkdir -p $app
[ $# -gt 0 ] || set -- $(cd "$here/program/java" && ls *.java | sed 's/\.java$//')
for case in "$@"; do
  rm -rf "${app:?}"/*
  cp "$here/program/java/$case.java" $app/
  name=$(echo "$case" | sed 's/\([a-z]\)\([A-Z]\)/\1-\2/g' | tr A-Z a-z)
  (cd $app && javac -g -nowarn "$case.java" 2>/dev/null)
  timeout 60 env -i PATH=/usr/bin:/bin LANG=C.UTF-8 bash -c "cd $app; ulimit -c 0; java -Xmx48m -XX:-UsePerfData -XX:-CreateCoredumpOnCrash -XX:ErrorFile=$app/hs_err.log -cp $app $case; exit \$?" > "$out/program/java-$name.log" 2>&1 && code=0 || code=$?
  rm -f "$out/program/java-$name.hs_err.log"
  if [ -f $app/hs_err.log ]; then
    sed -e '/^Dynamic libraries:/,/^$/{/^$/!{/^Dynamic/!d}}' \
      -e '/^\/proc\/\(cpuinfo\|meminfo\)/,/^$/d' -e '/^CPU Model and flags from/,/^$/d' -e '/^container (cgroup)/,/^$/d' \
      -e '/^OS uptime:\|^rlimit\|^Steal ticks\|^CPU: total\|^Memory: \|threads-max\|^Online cpus:\|^Hypervisor\|^KVM\|^uname:\|^Host:\|^load average/d' $app/hs_err.log > "$out/program/java-$name.hs_err.log"
  fi
  printf '%-32s exit %3d  %s\n' "$case" "$code" "$(grep -m1 . "$out/program/java-$name.log" | cut -c1-90)"
done
rm -rf "${app:?}"/*
