"""Raises KeyboardInterrupt in every check."""

STATUS = "error failed"
POINTS = 0

def add(*_):
    raise KeyboardInterrupt


names = value = take = add


def __getattr__(name):
    return lambda *_: None
