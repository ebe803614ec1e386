#: kernel=debug cpu=max,la57=off mem=512 limit=120
lkdtm SPINLOCKUP &
sleep 1
lkdtm SPINLOCKUP &
sleep 30
