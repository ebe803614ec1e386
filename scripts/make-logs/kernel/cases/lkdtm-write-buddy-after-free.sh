#: append="debug_pagealloc=on page_poison=1"
lkdtm WRITE_BUDDY_AFTER_FREE
