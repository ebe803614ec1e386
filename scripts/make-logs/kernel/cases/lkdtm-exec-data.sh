lkdtm EXEC_DATA
