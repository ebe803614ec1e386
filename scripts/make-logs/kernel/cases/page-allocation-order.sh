fault big_alloc
