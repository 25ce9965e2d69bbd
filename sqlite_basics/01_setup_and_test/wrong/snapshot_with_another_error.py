"""Thinks that two functions of one module may raise two kinds of error for the same thing."""

from pathlib import Path

from solution import *
from solution import snapshot as _good

FAILS = "a_snapshot_of_nothing_is_an_error"
SAYS = "raised FileNotFoundError: it raises sqlite3.OperationalError"


def snapshot(source: Path, target: Path) -> None:
    """Look first."""
    if not source.exists():
        raise FileNotFoundError(source)
    _good(source, target)
