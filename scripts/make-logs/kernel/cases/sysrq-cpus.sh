echo l > /proc/sysrq-trigger
echo m > /proc/sysrq-trigger
