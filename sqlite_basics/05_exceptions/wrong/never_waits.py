"""Thinks that a program must not wait for a lock."""

from solution import *

FAILS = "busy_comes_when_the_timeout_is_over"
SAYS = "how long to wait is set on the connection"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Overrule the timeout of the connection."""
    conn.execute("PRAGMA busy_timeout = 0")
    try:
        yield
        conn.commit()
    except BaseException as error:
        conn.rollback()
        meaning = translate(error) if isinstance(error, sqlite3.Error) else None
        if meaning is None:
            raise
        raise meaning from error
