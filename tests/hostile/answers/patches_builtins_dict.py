"""Writes into the dictionary of the builtins, without an assignment to the module."""

import builtins

STATUS = "tampering"
POINTS = 0

vars(builtins)["isinstance"] = lambda *_: True
vars(builtins)["type"] = lambda *_: int


def __getattr__(name):
    return lambda *_: None
