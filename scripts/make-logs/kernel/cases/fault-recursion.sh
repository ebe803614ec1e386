fault recursion
