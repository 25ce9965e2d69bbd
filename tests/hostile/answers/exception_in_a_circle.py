"""Raises exceptions that are their own cause and group."""

STATUS = "failed error timeout"
POINTS = 0

def add(*_):
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    raise first


def names(*_):
    error = ValueError("deep")
    for _ in range(20_000):
        error = ExceptionGroup("group", [error])
    raise error


value = take = add


def __getattr__(name):
    return lambda *_: None
