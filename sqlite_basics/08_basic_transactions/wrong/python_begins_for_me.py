"""Thinks that only autocommit=True stops Python from beginning transactions."""

from solution import *
from solution import transaction as good_transaction

FAILS = "older_connections_too"
SAYS = "isolation_level=None: another connection saw a change"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Forget the older switch, isolation_level."""
    if conn.autocommit is True:
        with good_transaction(conn):
            yield conn
    else:
        with conn:
            yield conn
