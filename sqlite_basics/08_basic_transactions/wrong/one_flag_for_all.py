"""Thinks that a program has only one connection."""

from solution import *
from solution import transaction as good_transaction

FAILS = "two_connections_do_not_meet"
SAYS = "each connection has transactions of its own"


_busy = False


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Remember an open block in one place for all connections."""
    global _busy
    if _busy:
        raise RuntimeError("a block is open already")
    _busy = True
    try:
        with good_transaction(conn):
            yield conn
    finally:
        _busy = False
