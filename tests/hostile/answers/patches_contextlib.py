"""Lets every context manager swallow what is raised in it."""

import contextlib

STATUS = "tampering"
POINTS = 0

contextlib._GeneratorContextManager.__exit__ = lambda *_: True
contextlib.suppress.__exit__ = lambda *_: True


def __getattr__(name):
    return lambda *_: None
