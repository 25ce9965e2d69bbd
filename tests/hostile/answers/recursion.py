"""Calls itself without end."""

STATUS = "error"
POINTS = 0
SAYS = 'calls itself without end'

def add(*_):
    return add()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
