fault oops_twice
