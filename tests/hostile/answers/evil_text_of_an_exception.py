"""Raises exceptions whose text is endless, huge, no text or raises in turn."""

STATUS = "failed error timeout memory crash"
POINTS = 0

class Evil(Exception):
    answers = iter((b"bytes", None, 7))

    def __str__(self):
        return next(self.answers)

    __repr__ = __str__


def add(*_):
    raise Evil


def names(*_):
    raise Exception("x" * 50_000_000)


def value(*_):
    raise type("passed", (Exception,), {"__module__": "pytest"})("status: passed")


def take(*_):
    raise Evil from Evil()


def __getattr__(name):
    return lambda *_: None
