import threading


def work(n):
    return 10 / (n - 2)


threads = [threading.Thread(target=work, args=(i,), name=f"worker-{i}") for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("orderly stop")
