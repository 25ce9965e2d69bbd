"""Returns an object of a class that gets its __eq__ only after the call has returned."""

import threading
import time

STATUS = "tampering"
POINTS = 0

class Plain:
    def __len__(self):
        return 3


def change():
    time.sleep(0.0005)
    Plain.__eq__ = lambda self, other: True


def names(*_):
    threading.Thread(target=change).start()
    return Plain()


value = names


def __getattr__(name):
    return lambda *_: None
