"""Thinks that an error that was caught is dealt with."""

from solution import *

FAILS = "a_failed_unit_is_undone"
SAYS = "a second Bolt in a block raised None"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Go on as if nothing had happened."""
    try:
        yield
        conn.commit()
    except sqlite3.Error:
        conn.rollback()
