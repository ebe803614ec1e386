#: kernel=debug cpu=max,la57=off mem=512 limit=120 append="sysctl.kernel.hung_task_timeout_secs=6"
fault hung &
sleep 16
