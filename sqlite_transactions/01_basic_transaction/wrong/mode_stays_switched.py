"""Thinks that the mode may be changed, because the connection is the function's for the moment."""

from solution import *
from solution import withdraw as good

FAILS = "the_mode_is_kept"
SAYS = "the mode belongs to the caller"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """Make every connection a pep249 one."""
    conn.autocommit = False
    return good(conn, account, cents)
