"""Raises an exception that says it is another one."""

STATUS = "failed error"
POINTS = 0

class Evil(Exception):
    __class__ = ValueError

    @property
    def __traceback__(self):
        return None


def add(*_):
    raise Evil("no")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
