#: append=kfence.sample_interval=25
fault sampled_uaf
