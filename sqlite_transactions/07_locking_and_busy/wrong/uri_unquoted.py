"""Puts the path into a URI as it is: a question mark in it ends the path."""

from solution import *
from solution import open_db as good

FAILS = "readonly_cannot_write"
SAYS = "a path in it is quoted"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Works for names without ?, # and %."""
    if not readonly:
        return good(path, timeout=timeout)
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, autocommit=True, timeout=timeout)
