"""Raises a ValueError with attributes and a text that agree with everything, then goes on."""

STATUS = "tampering failed error"
POINTS = 0

class Content(str):
    def __eq__(self, other):
        return True

    def __contains__(self, other):
        return True

    __hash__ = str.__hash__


class Evil(ValueError):
    def __eq__(self, other):
        return True

    def __str__(self):
        return Content("There is too little. All may be taken.")

    __hash__ = None


def take(path, name, count):
    if count == 4:
        raise Evil


def __getattr__(name):
    return lambda *_: None
