"""Takes the reference for a note to print, and makes every call a new payment."""

from uuid import uuid4

from solution import *

FAILS = "a_reference_pays_once"
SAYS = "one reference pays once"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, under a reference that is always new."""
    refuse_bad_request(src, dst, cents)
    if conn.execute("SELECT 1 FROM transfers WHERE ref = ?", (ref,)).fetchone():
        ref = f"{ref} {uuid4()}"
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))
