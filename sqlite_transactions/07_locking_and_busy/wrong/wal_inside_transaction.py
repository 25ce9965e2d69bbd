"""Sets the journal mode on a connection that is in a transaction from its start."""

from solution import *

FAILS = "wal_is_set_and_stays"
SAYS = "the journal mode cannot be changed inside a transaction"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """With autocommit=False a transaction is always open."""
    conn = sqlite3.connect(path, autocommit=False, timeout=timeout)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.autocommit = True
    return conn
