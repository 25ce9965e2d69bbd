"""Replaces a function by a name whose class says, when it is asked, that it is another."""

import re

STATUS = "tampering"
POINTS = 0


class Name(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __ne__(self, other):
        return other != "__warningregistry__" and str.__ne__(self, other)


vars(re)[Name("search")] = lambda *_, **__: True


def __getattr__(name):
    return lambda *_: None
