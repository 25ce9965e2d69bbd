"""Returns an object that says of itself that it is a plain int."""

STATUS = "tampering failed error"
POINTS = 0

class Liar:
    __class__ = int

    def __eq__(self, other):
        return True

    def __int__(self):
        return 80_710

    __index__ = __int__
    __hash__ = None


def value(*_):
    return Liar()


def __getattr__(name):
    return lambda *_: None
