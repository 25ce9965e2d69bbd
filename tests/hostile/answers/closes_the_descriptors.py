"""Closes every descriptor that it has."""

import os

STATUS = "tampering crash failed error timeout"
POINTS = 0

def add(*_):
    os.closerange(0, 1024)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
