"""Thinks that the default mode begins a transaction before every statement."""

from solution import *
from solution import transaction as good_transaction

FAILS = "a_failed_upgrade_leaves_nothing"
SAYS = "the default mode: after the fifth statement failed"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Python begins one before INSERT, UPDATE and DELETE, and not before CREATE TABLE."""
    if conn.autocommit != sqlite3.LEGACY_TRANSACTION_CONTROL or conn.isolation_level is None:
        with good_transaction(conn):
            yield conn
        return
    if conn in _open:
        raise RuntimeError("a block is open already")
    _open.add(conn)
    try:
        with conn:
            yield conn
    finally:
        _open.discard(conn)


_open: set[sqlite3.Connection] = set()


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """Execute all of them in such a block."""
    with transaction(conn):
        for statement in statements:
            conn.execute(statement)
