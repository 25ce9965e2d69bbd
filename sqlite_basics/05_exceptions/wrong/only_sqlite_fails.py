"""Thinks that only errors of SQLite leave a unit half done."""

from solution import *

FAILS = "other_exceptions_go_on"
SAYS = "another connection cannot write"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """An exception of the program leaves the transaction open."""
    try:
        yield
        conn.commit()
    except sqlite3.Error as error:
        conn.rollback()
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from error
