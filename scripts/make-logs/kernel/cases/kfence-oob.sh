#: append=kfence.sample_interval=1
fault sampled_oob
