#: mem=128
exec eat
