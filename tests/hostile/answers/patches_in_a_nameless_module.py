"""Replaces a function where the name of the module that does it raises when it is asked for."""

import re

STATUS = "tampering"
POINTS = 0


class Name:
    def __str__(self):
        raise ValueError


__name__ = Name()
re.search = lambda *_, **__: True


def __getattr__(name):
    return lambda *_: None
