"""Thinks that SQLite's own refusal of a second BEGIN is enough."""

from solution import *
from solution import transaction as good_transaction

FAILS = "an_inner_block_never_saves_the_outer"
SAYS = "it is refused with a RuntimeError, in every mode alike"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The caller gets an OperationalError in some modes, as for a lock or for bad SQL."""
    if conn.autocommit is False:
        with good_transaction(conn):
            yield conn
        return
    conn.execute("BEGIN")
    try:
        yield conn
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
