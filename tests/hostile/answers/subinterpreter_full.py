"""Changes the runner's objects with ctypes from a second interpreter, in which nobody listens."""

import builtins

STATUS = "tampering failed error import_error"
POINTS = 0

SCRIPT = """
import ctypes
guarded = ctypes.cast(%d, ctypes.py_object).value
seen, waiting = set(), [guarded]
while waiting:
    thing = waiting.pop()
    if id(thing) in seen:
        continue
    seen.add(id(thing))
    for cell in getattr(thing, "__closure__", None) or ():
        try:
            waiting.append(cell.cell_contents)
        except ValueError:
            pass
    if type(getattr(thing, "__self__", None)).__name__ == "Guard":
        print("GOT THROUGH: the guard, from another interpreter")
"""


def add(*_):
    import _interpreters

    _interpreters.exec(_interpreters.create("legacy"), SCRIPT.replace("%d", str(id(builtins.__import__))))
    import sys

    sys.stdout.flush()


names = value = take = add


def __getattr__(name):
    return lambda *_: None
