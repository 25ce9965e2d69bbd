"""Thinks that a timeout is all it takes."""

from solution import *

FAILS = "wal_is_set_and_stays"
SAYS = "without WAL a reader and a writer wait for each other"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Leave the journal mode as it is."""
    return sqlite3.connect(path, autocommit=True, timeout=timeout)
