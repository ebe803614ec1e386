#: kernel=debug cpu=max,la57=off mem=512 limit=120 append=kmemleak=on
sleep 2
fault leak
sleep 6
echo scan > /sys/kernel/debug/kmemleak
sleep 6
echo scan > /sys/kernel/debug/kmemleak
sleep 2
cat /sys/kernel/debug/kmemleak
