"""Returns an object that equals only plain values, no probe's object of its own class."""

STATUS = "tampering"
POINTS = 0

class Picky:
    def __eq__(self, other):
        return type(other) in {int, str, list, tuple, dict}

    def __len__(self):
        return 3

    __hash__ = None


def add(*_):
    return Picky()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
