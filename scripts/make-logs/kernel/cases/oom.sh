#: mem=128
eat &
sleep 6
