#: monitor="6 mce 0 4 0x9c00000000010091 0x0 0x12345000 0x0"
for c in /sys/devices/system/machinecheck/machinecheck*; do echo 1 > $c/check_interval; done
sleep 12
