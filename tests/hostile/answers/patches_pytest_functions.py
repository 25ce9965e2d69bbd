"""Replaces pytest's way to run a check by nothing."""

import _pytest.python

STATUS = "tampering"
POINTS = 0

_pytest.python.Function.runtest = lambda self: None


def __getattr__(name):
    return lambda *_: None
