#: append=oops=panic
lkdtm USERCOPY_SLAB_SIZE_FROM
