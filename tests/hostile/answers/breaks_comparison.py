"""Returns objects that raise or lie in every method that a check could call."""

STATUS = "failed error tampering"
POINTS = 0

class Broken:
    def fail(self, *_):
        raise SystemExit(0)

    __eq__ = __ne__ = __len__ = __iter__ = __bool__ = __repr__ = __str__ = fail
    __getitem__ = __contains__ = __int__ = __format__ = __hash__ = __lt__ = fail


def add(*_):
    return Broken()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
