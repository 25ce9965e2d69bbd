"""Asks the parent for one database after another, in the place of the runner."""

import os
import time

STATUS = "failed error timeout tampering crash"
POINTS = 0

def transfer(dsn, *_):
    begun = time.monotonic()
    asked = 0
    while time.monotonic() - begun < 2:
        for descriptor in range(3, 51):
            try:
                os.write(descriptor, b'{"ask": "database"}\n')
            except OSError:
                continue
            asked += 1
        time.sleep(0.005)
    print("GOT THROUGH: twice the time of a check")


def __getattr__(name):
    return lambda *_: None
