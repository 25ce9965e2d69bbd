"""Imports the module `solution`."""

from solution import *

STATUS = "import_error failed tampering"
POINTS = 0


def __getattr__(name):
    return lambda *_: None
