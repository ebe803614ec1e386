#: kernel=debian loglevel=loglevel=7 limit=90
sig null
sig call
sig gp
sig ill
sig div
sig trap
sig ro
sig stack
