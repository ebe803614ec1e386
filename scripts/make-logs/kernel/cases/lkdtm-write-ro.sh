lkdtm WRITE_RO
