fault null_call
