"""Ends a reader's transaction after an Exception: KeyboardInterrupt is none."""

from solution import *

FAILS = "a_read_sees_one_state"
SAYS = "whose fn raised KeyboardInterrupt a transaction is still open"


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """Two ways out of three."""
    conn.execute("BEGIN")
    try:
        result = fn(conn)
    except Exception:
        conn.execute("ROLLBACK")
        raise
    conn.execute("ROLLBACK")
    return result
