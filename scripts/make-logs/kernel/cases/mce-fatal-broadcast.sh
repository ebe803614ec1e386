#: cpu=max,vendor=GenuineIntel,family=6,model=85,stepping=7 monitor="4 mce -b 0 3 0xbe00000000800400 0x5 0x12345000 0x86"
sleep 10
