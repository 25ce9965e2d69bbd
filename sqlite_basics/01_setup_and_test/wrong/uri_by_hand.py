"""Thinks that a path becomes a URI when `file:` is put before it."""

from pathlib import Path

from solution import *

FAILS = "an_existing_store_is_opened"
SAYS = "could not be opened and written"


def open_existing(path: Path) -> sqlite3.Connection:
    """In a URI the characters `?`, `#` and `%` mean something else."""
    return sqlite3.connect(f"file:{path}?mode=rw", uri=True)
