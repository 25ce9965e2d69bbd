"""Thinks that isolation_level may be switched off for good, once one writes BEGIN oneself."""

from solution import *
from solution import withdraw as good

FAILS = "the_mode_is_kept"
SAYS = "Python must still begin one before an UPDATE"


def withdraw(conn: sqlite3.Connection, account: int, cents: int) -> int:
    """In legacy mode the caller's next UPDATE saves itself."""
    if conn.autocommit == sqlite3.LEGACY_TRANSACTION_CONTROL:
        conn.isolation_level = None
    return good(conn, account, cents)
