"""Loops for ever when an object is thrown away."""

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

class Evil:
    def __del__(self):
        while True:
            pass


def add(*_):
    Evil()


def __getattr__(name):
    return lambda *_: None
