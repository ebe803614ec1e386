#: qemu="-machine q35 -device pcie-root-port,id=rp1,chassis=1 -device virtio-net-pci,id=n1,bus=rp1,aer=on" append=pcie_ports=native monitor="8 pcie_aer_inject_error -c rp1 RCVR"
sleep 12
