#: kernel=debug mem=512 limit=120 smp=4
fault many_warns
