lkdtm WARNING
