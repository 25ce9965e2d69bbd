"""Thinks that None stands for a database that is not there."""

from pathlib import Path

from solution import *
from solution import open_existing as _good

FAILS = "a_missing_store_is_an_error"
SAYS = "returned None: it raises sqlite3.OperationalError"


def open_existing(path: Path) -> sqlite3.Connection | None:  # pyright: ignore[reportRedeclaration]
    """Look first, and raise nothing."""
    return _good(path) if path.exists() else None
