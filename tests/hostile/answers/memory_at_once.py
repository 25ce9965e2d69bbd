"""Asks for a terabyte."""

STATUS = "memory"
POINTS = 0
SAYS = 'more memory than the drill allows'

def add(*_):
    return bytearray(1 << 40)


names = value = take = add


def __getattr__(name):
    return lambda *_: None
