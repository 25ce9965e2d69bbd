"""Thinks that a transaction that has only read needs no end."""

from solution import *

FAILS = "readers_do_not_wait"
SAYS = "a transaction is still open"


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """The snapshot stays, and gets older."""
    conn.execute("BEGIN")
    return fn(conn)
