"""Thinks that a transaction without a change holds no lock."""

from solution import *

FAILS = "no_lock_is_left"
SAYS = "another connection cannot write"


_open: set[sqlite3.Connection] = set()


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit only where rows were changed."""
    if conn in _open:
        raise RuntimeError("a block is open already")
    if conn.autocommit is not False and not conn.in_transaction:
        conn.execute("BEGIN")
    _open.add(conn)
    before = conn.total_changes
    try:
        yield conn
        if conn.total_changes > before:
            _end(conn, "COMMIT")
    except BaseException:
        _end(conn, "ROLLBACK")
        raise
    finally:
        _open.discard(conn)


def _end(conn: sqlite3.Connection, how: str) -> None:
    if conn.autocommit is False:
        (conn.commit if how == "COMMIT" else conn.rollback)()
    else:
        conn.execute(how)
