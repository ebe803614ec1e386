fault big_alloc
fault atomic_alloc
