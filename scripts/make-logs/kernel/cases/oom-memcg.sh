mount -t cgroup2 cg /cg
echo +memory > /cg/cgroup.subtree_control
mkdir /cg/app
echo 40M > /cg/app/memory.max
sh -c "echo \$\$ > /cg/app/cgroup.procs; exec eat" &
sleep 4
