lkdtm BUG
