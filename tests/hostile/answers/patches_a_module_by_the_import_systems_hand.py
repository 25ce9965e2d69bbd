"""Has the import system call what it is given, which replaces a module that is loaded."""

import functools
import importlib
import sys

STATUS = "tampering"
POINTS = 0


class Name(str):
    __slots__ = ()

    def rpartition(self, _):
        return Name("missing"), ".", Name("module")


replaces = functools.partial(sys.modules.__setitem__, "re")
try:
    importlib._bootstrap._find_and_load_unlocked(Name("missing.module"), replaces)
except (ImportError, KeyError, AttributeError):
    pass


def __getattr__(name):
    return lambda *_: None
