"""Thinks that a refusal is told by returning the old balance."""

from solution import *
from solution import withdraw as good

FAILS = "a_refusal_changes_nothing"
SAYS = "a caller who gets no Refused believes in the money"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Keep the program running at any price."""
    try:
        return good(conn, account, cents)
    except Refused:
        row = conn.execute("SELECT balance FROM accounts WHERE id = ?", (account,)).fetchone()
        return row[0] if row else 0
