#: monitor="4 mce 0 4 0x9c00000000010091 0x0 0x12345000 0x0"
sleep 10
cat /proc/interrupts | grep MCE
