"""Raises SystemExit inside of every check."""

import sys

STATUS = "error failed"
POINTS = 0
SAYS = 'sys.exit(0)'

def add(*_):
    sys.exit(0)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
