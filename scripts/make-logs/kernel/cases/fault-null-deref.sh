fault null_deref
