"""Prints bytes that are no text."""

import os

STATUS = "failed error"
POINTS = 0

os.write(1, bytes(range(256)) * 10)
os.write(2, b"\xff\xfe\x00" * 1000)


def __getattr__(name):
    return lambda *_: None
