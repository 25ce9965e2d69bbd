"""Backtracks for ever inside of one C call."""

import re

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

def add(*_):
    re.match(r"(a+)+$", "a" * 64 + "b")


def __getattr__(name):
    return lambda *_: None
