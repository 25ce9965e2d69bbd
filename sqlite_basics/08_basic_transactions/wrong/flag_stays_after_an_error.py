"""Thinks that the lines after `yield` run on every way out."""

from solution import *
from solution import transaction as good_transaction

FAILS = "a_failed_block_leaves_nothing"
SAYS = "a block that is over must leave no trace"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """After an exception the connection counts as busy for ever."""
    if conn in _open:
        raise RuntimeError("a block is open already")
    _open.add(conn)
    with good_transaction(conn):
        yield conn
    _open.discard(conn)


_open: set[sqlite3.Connection] = set()
