#: kernel=debug mem=512 limit=120
fault recursive_lock &
sleep 4
