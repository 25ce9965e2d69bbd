"""Thinks that `or` finds out whether a mode was given."""

from pathlib import Path

from solution import *
from solution import atomic_write as _good

FAILS = "the_mode_is_kept"
SAYS = "a mode that is asked for is exact"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Take the mode 0, a file that nobody may open, for none at all."""
    _good(path, data, mode=mode or None)
