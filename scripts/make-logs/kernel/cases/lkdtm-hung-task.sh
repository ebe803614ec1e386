#: append="sysctl.kernel.hung_task_timeout_secs=5"
lkdtm HUNG_TASK &
sleep 14
