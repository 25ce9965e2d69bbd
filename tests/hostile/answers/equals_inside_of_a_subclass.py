"""Hides what equals everything in a subclass of list that is otherwise honest."""

STATUS = "tampering"
POINTS = 0

class Names(list):
    pass


class Content(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def names(*_):
    return Names([Content("a"), Content("b"), Content("c")])


def __getattr__(name):
    return lambda *_: None
