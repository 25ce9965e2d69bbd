"""Thinks that a block inside a block needs no rollback of its own."""

from solution import *
from solution import transaction as good_transaction

FAILS = "the_outer_block_goes_on"
SAYS = "the inner one must leave nothing"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Let the outer block decide, also over what has failed inside."""
    if conn in _open:
        yield conn
        return
    _open.add(conn)
    try:
        with good_transaction(conn):
            yield conn
    finally:
        _open.discard(conn)


_open: set[sqlite3.Connection] = set()
