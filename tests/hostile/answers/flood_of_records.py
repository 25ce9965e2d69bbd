"""Floods the parent with records."""

import os

STATUS = "tampering failed error crash timeout"
POINTS = 0

def add(*_):
    data = b'{"ask": "nothing"}\n' * 3_000
    while True:
        for descriptor in range(3, 51):
            try:
                os.write(descriptor, data)
            except OSError:
                pass


def __getattr__(name):
    return lambda *_: None
