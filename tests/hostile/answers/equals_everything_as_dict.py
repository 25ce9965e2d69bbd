"""Returns a subclass of dict that equals, holds and gives everything."""

STATUS = "tampering"
POINTS = 0

class Content(dict):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3

    def __contains__(self, key):
        return True

    def __missing__(self, key):
        return self

    __hash__ = None


def names(*_):
    return Content()


value = names


def __getattr__(name):
    return lambda *_: None
