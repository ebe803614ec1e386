#: append="rdinit=/bin/none init=/bin/none"
true
