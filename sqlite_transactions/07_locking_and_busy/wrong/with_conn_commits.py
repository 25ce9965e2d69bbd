"""Thinks that `with conn:` ends a transaction in every mode."""

from solution import *

FAILS = "a_write_is_saved_or_undone"
SAYS = "it commits"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """In autocommit mode it does nothing."""
    conn.execute("BEGIN IMMEDIATE")
    with conn:
        return fn(conn)
