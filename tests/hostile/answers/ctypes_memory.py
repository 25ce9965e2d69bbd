"""Changes a number of the interpreter's own by ctypes."""

import ctypes

STATUS = "tampering"
POINTS = 0

def add(*_):
    ctypes.memset(id(80_710) + 24, 0, 4)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
