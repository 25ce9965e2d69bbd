"""Skips every check for want of a module that nobody has."""

import pytest

STATUS = "tampering"
POINTS = 0
SAYS = "imports pytest"

def add(*_):
    pytest.importorskip("no_such_module")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
