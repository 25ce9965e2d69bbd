"""Thinks that a statement that fails undoes the transaction."""

from solution import *

FAILS = "a_failed_unit_is_undone"
SAYS = "another connection cannot write"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """The statement is undone, the transaction stays open."""
    try:
        yield
        conn.commit()
    except sqlite3.Error as error:
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from error
