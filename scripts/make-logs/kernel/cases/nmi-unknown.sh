#: monitor="4 nmi"
sleep 6
