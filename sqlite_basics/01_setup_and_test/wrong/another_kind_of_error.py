"""Thinks that any exception will do."""

from pathlib import Path

from solution import *
from solution import open_existing as _good

FAILS = "a_missing_store_is_an_error"
SAYS = "raised FileNotFoundError: it raises sqlite3.OperationalError"


def open_existing(path: Path) -> sqlite3.Connection:
    """Callers who catch SQLite's error do not catch this one."""
    if not path.exists():
        raise FileNotFoundError(path)
    return _good(path)
