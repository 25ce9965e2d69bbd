"""Thinks that commit() and rollback() end every transaction."""

from solution import *

FAILS = "autocommit_connections_too"
SAYS = "look up what commit() does"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """With autocommit=True both do nothing, also after a BEGIN."""
    if not conn.in_transaction:
        conn.execute("BEGIN")
    try:
        yield conn
        conn.commit()
    except BaseException:
        conn.rollback()
        raise
