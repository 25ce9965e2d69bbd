"""Thinks that every path is absolute."""

from pathlib import Path

from solution import *

FAILS = "an_existing_store_is_opened"
SAYS = "a path may also be relative"


def open_existing(path: Path) -> sqlite3.Connection:
    """Only an absolute path can be written as a URI."""
    return sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)
