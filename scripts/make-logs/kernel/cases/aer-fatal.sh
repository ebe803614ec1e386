#: qemu="-machine q35 -device pcie-root-port,id=rp1,chassis=1 -device virtio-net-pci,id=n1,bus=rp1,aer=on" append=pcie_ports=native monitor="4 pcie_aer_inject_error n1 MLF_TLP"
sleep 6
