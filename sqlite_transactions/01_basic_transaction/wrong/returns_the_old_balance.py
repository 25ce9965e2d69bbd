"""Thinks that the balance read at the start is the balance to return."""

from solution import *
from solution import withdraw as good

FAILS = "a_withdrawal_is_saved"
SAYS = "it returns the account's new balance"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Return what was there before."""
    return good(conn, account, cents) + cents
