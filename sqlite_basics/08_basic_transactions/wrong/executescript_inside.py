"""Thinks that executescript() stays inside the transaction in every mode."""

from solution import *

FAILS = "a_failed_upgrade_leaves_nothing"
SAYS = "isolation_level=None: after the fifth statement failed"


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """On connections of the older kind executescript() commits before it begins."""
    with transaction(conn):
        conn.executescript("\n;\n".join(statements))
