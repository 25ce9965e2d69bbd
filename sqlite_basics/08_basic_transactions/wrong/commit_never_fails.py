"""Thinks that a COMMIT cannot fail."""

from solution import *

FAILS = "a_commit_that_fails_is_undone"
SAYS = "after a block whose COMMIT failed, another connection cannot write"


_open: set[sqlite3.Connection] = set()


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Roll back after an error in the block, and not after one of the COMMIT."""
    if conn in _open:
        raise RuntimeError("a block is open already")
    if conn.autocommit is not False:
        conn.execute("BEGIN")
    _open.add(conn)
    try:
        yield conn
    except BaseException:
        if conn.autocommit is False:
            conn.rollback()
        else:
            conn.execute("ROLLBACK")
        raise
    finally:
        _open.discard(conn)
    if conn.autocommit is False:
        conn.commit()
    else:
        conn.execute("COMMIT")
