"""Declares that every check is expected to fail."""

import pytest

STATUS = "failed skipped"
POINTS = 0
SAYS = 'only a pass counts'

def add(*_):
    pytest.xfail("known")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
