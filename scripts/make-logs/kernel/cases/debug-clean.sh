#: kernel=debug mem=512 limit=120
echo ok
