fault gpf
