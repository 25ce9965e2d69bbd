"""Sends empty records without end, so that the check's time begins anew with each."""

import os
import time

STATUS = "tampering timeout"
POINTS = 0

def add(*_):
    begun = time.monotonic()
    while True:
        for descriptor in range(3, 51):
            try:
                os.write(descriptor, b'{"nothing": 1}\n')
            except OSError:
                pass
        time.sleep(0.05)
        if time.monotonic() - begun > 2:
            print("GOT THROUGH: twice the time of a check")


def __getattr__(name):
    return lambda *_: None
