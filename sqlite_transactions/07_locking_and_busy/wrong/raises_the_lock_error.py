"""Lets the last lock error out: callers cannot tell it from a first one."""

from solution import *
from solution import write_tx as good

FAILS = "the_attempts_come_to_an_end"
SAYS = "in the end Busy tells the caller"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Raise what SQLite said."""
    try:
        return good(conn, fn, attempts=attempts)
    except Busy as error:
        raise error.__cause__ or error from None
