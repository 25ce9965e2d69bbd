"""Skips every check."""

import pytest

STATUS = "tampering"
POINTS = 0
SAYS = "imports pytest"

def add(*_):
    pytest.skip("not today")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
