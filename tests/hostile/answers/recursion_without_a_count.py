"""Calls itself without end in a way that some versions of Python do not count."""

STATUS = "error timeout crash memory"
POINTS = 0

def add(*_):
    return add()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
