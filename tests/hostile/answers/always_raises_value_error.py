"""Always raises ValueError, which passes every careless check that expects it."""

STATUS = "failed error"
POINTS = 0

def add(*_):
    raise ValueError("no")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
