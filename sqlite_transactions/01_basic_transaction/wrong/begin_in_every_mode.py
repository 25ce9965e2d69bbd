"""Thinks that every transaction starts with a BEGIN of one's own."""

from solution import *
from solution import withdraw as good

FAILS = "a_withdrawal_is_saved"
SAYS = "cannot start a transaction within a transaction"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """In pep249 mode a transaction is open already."""
    conn.execute("BEGIN")
    return good(conn, account, cents)
