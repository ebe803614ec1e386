#: kernel=kcsan cpu=max,la57=off limit=120
echo on > /sys/kernel/debug/kcsan
fault lost_count
echo off > /sys/kernel/debug/kcsan
