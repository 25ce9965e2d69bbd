"""Thinks that CREATE TABLE cannot be rolled back, so a transaction is of no use."""

from solution import *

FAILS = "a_failed_upgrade_leaves_nothing"
SAYS = "tables and rows change in one transaction"


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """Save each statement by itself."""
    for statement in statements:
        with transaction(conn):
            conn.execute(statement)
