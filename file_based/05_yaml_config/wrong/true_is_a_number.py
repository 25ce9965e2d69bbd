"""Thinks that isinstance(value, int) is true for numbers only."""

from solution import *

FAILS = "other_types_are_reported"
SAYS = "`workers: true` gave no error"


def _workers(value: object) -> int:
    """Take True for 1."""
    if not isinstance(value, int):
        raise ConfigError("workers: no number")
    return value


READERS["workers"] = _workers
