"""Writes to memory with the functions of ctypes that no audit event tells of."""

import ctypes
import json

STATUS = "tampering"
POINTS = 0

def add(*_):
    number = 80_709
    ctypes.memset(id(number) + 24, 0x46, 1)
    if number == 80_710:
        print("GOT THROUGH: wrote to the interpreter's memory")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
