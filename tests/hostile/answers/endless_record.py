"""Sends one record that never ends."""

import os

STATUS = "tampering failed error crash timeout"
POINTS = 0

def add(*_):
    while True:
        for descriptor in range(3, 51):
            try:
                os.write(descriptor, b"x" * 60_000)
            except OSError:
                pass


def __getattr__(name):
    return lambda *_: None
