"""Thinks that a clean traceback shows only the last error."""

from solution import *

FAILS = "the_cause_is_kept"
SAYS = "__cause__"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Hide the reason."""
    try:
        yield
        conn.commit()
    except sqlite3.Error as error:
        conn.rollback()
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from None
    except BaseException:
        conn.rollback()
        raise
