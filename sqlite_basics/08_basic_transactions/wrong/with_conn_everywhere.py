"""Thinks that `with conn:` begins a transaction on every connection."""

from solution import *

FAILS = "autocommit_connections_too"
SAYS = "in this mode Python begins no transaction"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Leave it to the connection, which does nothing with autocommit=True."""
    if conn in _open:
        raise RuntimeError("a block is open already")
    _open.add(conn)
    try:
        with conn:
            yield conn
    finally:
        _open.discard(conn)


_open: set[sqlite3.Connection] = set()
