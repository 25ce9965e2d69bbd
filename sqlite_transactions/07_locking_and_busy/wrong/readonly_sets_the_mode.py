"""Sets the journal mode on every connection, also on those that only read."""

from solution import *

FAILS = "readonly_cannot_write"
SAYS = "a file that was not in WAL mode has changed"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """The file of another program is converted by looking at it."""
    if readonly and not path.exists():
        raise sqlite3.OperationalError("no such file")
    conn = sqlite3.connect(path, autocommit=True, timeout=timeout)
    conn.execute("PRAGMA journal_mode = WAL")
    if readonly:
        conn.execute("PRAGMA query_only = ON")
    return conn
