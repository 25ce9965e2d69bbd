"""Returns an object whose __eq__ says that it is of another module."""

STATUS = "tampering"
POINTS = 0

class Content:
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3

    __eq__.__module__ = "decimal"


def names(*_):
    return Content()


value = names


def __getattr__(name):
    return lambda *_: None
