"""Raises warnings as errors, and floods them."""

import warnings

STATUS = "failed timeout output error"
POINTS = 0

warnings.simplefilter("error")


def add(*_):
    warnings.simplefilter("always")
    for number in range(100_000):
        warnings.warn(f"{number}: all 5 checks passed", stacklevel=2)


def names(*_):
    warnings.warn("all 5 checks passed", stacklevel=2)


def __getattr__(name):
    return lambda *_: None
