"""Thinks that reading needs no transaction."""

from solution import *

FAILS = "a_read_sees_one_state"
SAYS = "without a transaction around them"


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """Each SELECT sees the state of its own moment."""
    return fn(conn)
