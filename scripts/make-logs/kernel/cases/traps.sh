sig gp
sig ill
sig div
sig trap
