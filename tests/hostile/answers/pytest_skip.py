"""Skips every check."""

import pytest

STATUS = "failed skipped"
POINTS = 0
SAYS = 'only a pass counts'

def add(*_):
    pytest.skip("not today")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
