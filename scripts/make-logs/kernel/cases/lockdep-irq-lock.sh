#: kernel=debug mem=512 limit=120
fault irq_lock
