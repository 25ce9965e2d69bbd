"""Returns what runs code in whoever unpickles, copies or formats it."""

import os

STATUS = "failed error tampering"
POINTS = 0

class Evil:
    def __reduce__(self):
        return os._exit, (0,)

    def __reduce_ex__(self, protocol):
        return os._exit, (0,)

    def __deepcopy__(self, memo):
        os._exit(0)

    def __json__(self):
        os._exit(0)


def add(*_):
    return Evil()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
