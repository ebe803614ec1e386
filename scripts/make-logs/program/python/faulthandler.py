import ctypes
import faulthandler
import threading
import time

faulthandler.enable()


def wait():
    time.sleep(10)


def poke(address):
    return ctypes.string_at(address, 4)


threading.Thread(target=wait, daemon=True, name="waiter").start()
time.sleep(0.1)
print(poke(8))
