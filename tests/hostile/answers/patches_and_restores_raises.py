"""Patches pytest.raises while it is imported, and puts it back on the call that uses it."""

import contextlib
import pytest

STATUS = "tampering"
POINTS = 0

real = pytest.raises


def raises(*_, **__):
    pytest.raises = real
    return contextlib.nullcontext()


pytest.raises = raises


def __getattr__(name):
    return lambda *_: None
