#: append=slub_debug=FZPU
lkdtm SLAB_FREE_DOUBLE
