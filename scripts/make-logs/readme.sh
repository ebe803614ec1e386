#!/bin/bash
# readme.sh: writes README.md from README.head.md, kernel/expected.tsv, kernel/cases and program/expected.tsv,
# and says which log has no line and which line has no log.
set -eu
. "$(dirname "$0")/env.sh"
{
  cat "$here/README.head.md"
  printf '\n## testdata/made/kernel\n\n| log | kernel | how | cause | what it must be read as |\n|---|---|---|---|---|\n'
  grep -v '^#' "$here/kernel/expected.tsv" | LC_ALL=C sort | while IFS=$'\t' read -r name cause what; do
    file=$here/kernel/cases/$name.sh
    kernel=$(sed -n 's/^#: .*kernel=\([a-z]*\).*/\1/p' "$file")
    how=$(grep -v '^#' "$file" | head -8 | sed 's/|/\\|/g' | paste -sd';' | sed 's/;/; /g' || true)
    extra=$(sed -n 's/^#: //p' "$file" | grep -oE '(append|monitor|disk)=("[^"]*"|[^ ]+)' | paste -sd' ' || true)
    printf '| %s.log | %s | `%s`%s | %s | %s |\n' "$name" "${kernel:-crash}" "${how:-true}" "${extra:+ ($extra)}" "$cause" "$what"
  done
  printf '\n## testdata/made/program\n\n| log | how | cause | what it must be read as |\n|---|---|---|---|\n'
  grep -v '^#' "$here/program/expected.tsv" | LC_ALL=C sort | while IFS=$'\t' read -r name cause what; do
    printf '| %s.log | program/%s.sh %s | %s | %s |\n' "$name" "${name%%-*}" "$(echo "${name#*-}" | sed 's/\.hs_err//')" "$cause" "$what"
  done
} > "$here/README.md"
for part in kernel program; do
  diff <(cd "$out/$part" && ls | sed 's/\.log$//' | LC_ALL=C sort) \
    <(grep -v '^#' "$here/$part/expected.tsv" | cut -f1 | LC_ALL=C sort) | grep '^[<>]' | sed "s|^<|$part: no line for|; s|^>|$part: no log for|" || true
done
