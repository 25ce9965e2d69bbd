"""Thinks that what has worked until the error should be kept."""

from solution import *

FAILS = "a_failed_unit_is_undone"
SAYS = "changes of a failed block are in the table"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Keep half of the unit."""
    try:
        yield
    except sqlite3.Error as error:
        raise (translate(error) or error) from error
    finally:
        conn.commit()
