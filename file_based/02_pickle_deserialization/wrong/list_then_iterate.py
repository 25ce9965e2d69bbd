"""Thinks that a function which returns an iterator reads as it is asked."""

from pathlib import Path

from solution import *
from solution import load_all as _good

FAILS = "a_record_is_read_when_it_is_asked_for"
SAYS = "each record is loaded when its turn comes"


def load_all(path: Path) -> Iterator[object]:
    """Load everything first, then hand it out piece by piece."""
    return iter(list(_good(path)))
