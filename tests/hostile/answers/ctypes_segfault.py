"""Reads memory that is not there."""

import ctypes

STATUS = "crash tampering import_error"
POINTS = 0

def add(*_):
    ctypes.string_at(0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
