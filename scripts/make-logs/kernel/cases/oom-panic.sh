#: mem=128 append="sysctl.vm.panic_on_oom=1"
eat &
sleep 6
