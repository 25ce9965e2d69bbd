"""Hides what equals everything in plain containers."""

STATUS = "tampering"
POINTS = 0

class Content:
    def __eq__(self, other):
        return True

    __hash__ = None


def names(*_):
    return [*map(str, ()), Content(), Content(), Content()]


def __getattr__(name):
    return lambda *_: None
