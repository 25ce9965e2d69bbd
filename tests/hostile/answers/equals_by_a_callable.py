"""Returns an object whose __eq__ is no function."""

import functools

STATUS = "tampering"
POINTS = 0

class Always:
    def __call__(self, other):
        return True


class Content:
    __eq__ = Always()

    def __len__(self):
        return 3


class Partial:
    __eq__ = functools.partial(lambda other: True)


def names(*_):
    return Content()


def value(*_):
    return Partial()


def __getattr__(name):
    return lambda *_: None
