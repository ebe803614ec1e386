def load(n):
    return bytearray(n)


kept = []
while True:
    kept.append(load(64 << 20))
