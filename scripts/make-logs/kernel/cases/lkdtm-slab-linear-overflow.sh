#: append=slub_debug=FZPU
lkdtm SLAB_LINEAR_OVERFLOW
