echo w > /proc/sysrq-trigger
echo t > /proc/sysrq-trigger
echo m > /proc/sysrq-trigger
