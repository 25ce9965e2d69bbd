"""Thinks that errors come from statements, never from the commit."""

from solution import *

FAILS = "a_failed_commit_is_an_error_too"
SAYS = "the commit can fail as any statement can"


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Commit outside of everything that translates."""
    try:
        yield
    except sqlite3.Error as error:
        conn.rollback()
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from error
    except BaseException:
        conn.rollback()
        raise
    conn.commit()
