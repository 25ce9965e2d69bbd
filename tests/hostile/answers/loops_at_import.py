"""Loops for ever while it is imported."""

STATUS = "timeout"
POINTS = 0
SAYS = 'while it was loaded'

while True:
    pass


def __getattr__(name):
    return lambda *_: None
