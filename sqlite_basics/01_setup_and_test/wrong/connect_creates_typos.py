"""Thinks that connect() raises where there is no such file."""

from pathlib import Path

from solution import *

FAILS = "a_missing_store_is_an_error"
SAYS = "open_existing() opened stroe.db, which does not exist"


def open_existing(path: Path) -> sqlite3.Connection:
    """Connect: a wrong name becomes a new, empty database."""
    return sqlite3.connect(path)
