import asyncio
import sys


async def fetch(n):
    await asyncio.sleep(0)
    if n == 3:
        raise ConnectionResetError(104, "Connection reset by peer")
    return n


async def main():
    jobs = [asyncio.ensure_future(fetch(i)) for i in range(5)]
    await asyncio.sleep(0.1)
    del jobs
    await asyncio.gather(*(fetch(i) for i in range(2, 5)))


asyncio.run(main())
