#: append=slub_debug=FZPU
lkdtm WRITE_AFTER_FREE
