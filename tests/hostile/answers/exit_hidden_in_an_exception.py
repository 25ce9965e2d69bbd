"""Raises an exception that ends the process when somebody asks for its text."""

import os

STATUS = "crash failed error"
POINTS = 0

class Evil(Exception):
    def __str__(self):
        os._exit(0)

    __repr__ = __str__


def add(*_):
    raise Evil


def __getattr__(name):
    return lambda *_: None
