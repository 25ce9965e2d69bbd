"""Opens for writing, and forbids it afterwards: a misspelt path becomes an empty database."""

from solution import *
from solution import open_db as good

FAILS = "readonly_cannot_write"
SAYS = "a misspelt path is an error"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """PRAGMA query_only comes too late for the file."""
    conn = good(path, timeout=timeout)
    if readonly:
        conn.execute("PRAGMA query_only = ON")
    return conn
