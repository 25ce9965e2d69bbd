"""Prints without end."""

STATUS = "output"
POINTS = 0
SAYS = 'printed more than 64 kB'

def add(*_):
    while True:
        print("x" * 10_000)


def __getattr__(name):
    return lambda *_: None
