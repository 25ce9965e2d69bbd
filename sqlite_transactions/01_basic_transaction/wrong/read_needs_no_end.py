"""Thinks that there is nothing to roll back after a transaction that has only read."""

from solution import *
from solution import withdraw as good

FAILS = "a_refusal_changes_nothing"
SAYS = "even if it has only read"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Refuse before anything was changed, and leave."""
    row = conn.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()
    if row is None or row[0] < cents:
        raise Refused
    return good(conn, account, cents)
