"""Imports what is hidden, under a name that says of itself that it is another."""

STATUS = "tampering failed"
POINTS = 0


class Name(str):
    __slots__ = ()

    def __str__(self):
        return "harmless"

    def partition(self, *_):
        return "harmless", "", ""


if __import__(Name("ctypes")).pythonapi:
    print("GOT THROUGH: ctypes")


def __getattr__(name):
    return lambda *_: None
