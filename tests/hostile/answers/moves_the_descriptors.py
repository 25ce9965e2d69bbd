"""Puts its standard output in place of all other descriptors, and the other way round."""

import os

STATUS = "tampering crash failed error timeout"
POINTS = 0

def add(*_):
    for descriptor in range(3, 51):
        try:
            os.dup2(1, descriptor)
        except OSError:
            pass


def names(*_):
    for descriptor in range(3, 51):
        try:
            os.dup2(descriptor, 1)
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
