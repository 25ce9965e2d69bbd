"""Thinks that the file remembers every setting."""

from solution import *
from solution import open_durable as good

FAILS = "settings_are_durable"
SAYS = "on a file that is there already, PRAGMA foreign_keys reads 0"


def open_durable(path: Path) -> sqlite3.Connection:
    """Only the journal mode stays in the file."""
    if path.exists():
        return sqlite3.connect(path, autocommit=True)
    return good(path)
