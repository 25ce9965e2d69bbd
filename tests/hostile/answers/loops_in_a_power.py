"""Computes a number that takes hours inside of one C call."""

STATUS = "timeout memory"
POINTS = 0

def add(*_):
    return 10**10**8


def __getattr__(name):
    return lambda *_: None
