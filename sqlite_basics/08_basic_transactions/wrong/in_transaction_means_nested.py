"""Thinks that `in_transaction` tells whether a block is open."""

from solution import *

FAILS = "a_block_is_saved"
SAYS = "in_transaction is always true"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Refuse where a transaction is open, which with autocommit=False is always."""
    if conn.in_transaction:
        raise RuntimeError("a block is open already")
    with conn:
        yield conn
