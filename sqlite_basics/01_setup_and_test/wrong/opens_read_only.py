"""Thinks that mode=ro is the mode for a file that exists."""

from pathlib import Path

from solution import *

FAILS = "an_existing_store_is_opened"
SAYS = "attempt to write a readonly database"


def open_existing(path: Path) -> sqlite3.Connection:
    """Open for reading only."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
