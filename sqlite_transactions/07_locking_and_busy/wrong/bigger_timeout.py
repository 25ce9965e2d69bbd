"""Thinks that a timeout that is long enough solves every "database is locked"."""

from solution import *

FAILS = "no_increment_is_lost"
SAYS = "SQLITE_BUSY_SNAPSHOT, at once: no timeout makes an old snapshot new"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Wait a minute; a write on an old snapshot is refused in no time."""
    conn.execute("PRAGMA busy_timeout = 60000")
    conn.execute("BEGIN")
    try:
        result = fn(conn)
        conn.execute("COMMIT")
        return result
    except BaseException:
        conn.execute("ROLLBACK")
        raise
