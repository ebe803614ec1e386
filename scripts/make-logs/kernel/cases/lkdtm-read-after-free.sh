#: append=slub_debug=FZPU
lkdtm READ_AFTER_FREE
