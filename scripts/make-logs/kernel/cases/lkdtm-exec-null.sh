lkdtm EXEC_NULL
