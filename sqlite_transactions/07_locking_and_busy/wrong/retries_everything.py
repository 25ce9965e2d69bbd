"""Takes every OperationalError for a lock."""

from solution import *

FAILS = "a_write_is_saved_or_undone"
SAYS = "what is no lock goes to the caller as it is"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """A misspelt table is tried five times, and reported as busy."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except sqlite3.OperationalError:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
        except BaseException:
            conn.execute("ROLLBACK")
            raise
    raise Busy
