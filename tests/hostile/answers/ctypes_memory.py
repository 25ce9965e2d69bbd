"""Looks at an object of the interpreter's own by its address."""

import ctypes

STATUS = "tampering"
POINTS = 0

def add(*_):
    number = 80_709
    ctypes.c_long.from_address(id(number) + 24).value += 1
    if number == 80_710:
        print("GOT THROUGH: wrote to the interpreter's memory")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
