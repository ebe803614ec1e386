#: append="rcupdate.rcu_cpu_stall_timeout=4" limit=90
fault irqs_off
