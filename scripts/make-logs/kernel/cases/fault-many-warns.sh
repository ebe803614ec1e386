#: smp=4
fault many_warns
