"""Starts a second interpreter in this process, in which nobody listens, and uses ctypes there."""

import sys

STATUS = "tampering error failed import_error"
POINTS = 0

def add(*_):
    import _interpreters

    number = _interpreters.create("legacy")
    heard = _interpreters.exec(number, "import ctypes; ctypes.pythonapi; assert ctypes.CDLL(None)")
    if heard is None:
        print("GOT THROUGH: ctypes in an interpreter of its own")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
