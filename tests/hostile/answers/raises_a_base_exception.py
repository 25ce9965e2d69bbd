"""Raises an exception of its own that no `except Exception` catches."""

STATUS = "error failed"
POINTS = 0

class Evil(BaseException):
    pass


def add(*_):
    raise Evil("all 5 checks passed")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
