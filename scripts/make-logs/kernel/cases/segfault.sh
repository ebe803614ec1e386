sig null
sig call
sig ro
sig stack
