#: append=panic_on_warn=1
lkdtm WARNING
