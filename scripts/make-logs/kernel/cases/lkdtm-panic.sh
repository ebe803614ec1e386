lkdtm PANIC
