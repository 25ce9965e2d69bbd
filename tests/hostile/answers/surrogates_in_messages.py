"""Raises and prints text that cannot be encoded."""

STATUS = "failed error"
POINTS = 0

def add(*_):
    print("\udcff\ud800")
    raise ValueError("\ud800 \udfff \x00 \ufffe")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
