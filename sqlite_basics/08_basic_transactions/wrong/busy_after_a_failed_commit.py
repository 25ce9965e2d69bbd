"""Thinks that a block can end in two ways only: well, or by an exception of its own."""

from solution import *

FAILS = "a_commit_that_fails_is_undone"
SAYS = "the COMMIT of a block failed, and the next block was refused"

_open: set[sqlite3.Connection] = set()


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """After a COMMIT that has failed the connection counts as busy for ever."""
    if conn in _open:
        raise RuntimeError("a block is open already")
    by_method = conn.autocommit is False
    if not by_method:
        conn.execute("BEGIN")
    _open.add(conn)
    try:
        yield conn
    except BaseException:
        conn.rollback() if by_method else conn.execute("ROLLBACK")
        _open.discard(conn)
        raise
    try:
        conn.commit() if by_method else conn.execute("COMMIT")
    except sqlite3.Error:
        conn.rollback() if by_method else conn.execute("ROLLBACK")
        raise
    _open.discard(conn)
