# Common to every script here: where things are built (outside the checkout) and where the logs go.
# KULPRIT_LAB overrides the build folder, KULPRIT_LOGS where the logs go.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=${KULPRIT_LAB:-$HOME/.cache/kulprit}
out=${KULPRIT_LOGS:-$here/../../testdata/made}
mkdir -p "$lab" "$out/kernel" "$out/program"
