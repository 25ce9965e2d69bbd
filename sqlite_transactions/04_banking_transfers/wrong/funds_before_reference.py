"""Looks at the balance first, so that the repeated request fails once the money is spent."""

from solution import *

FAILS = "a_reference_pays_once"
SAYS = "a transfer that was made needs no money again"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, if there is money."""
    refuse_bad_request(src, dst, cents)

    def work() -> int:
        row = conn.execute("SELECT balance FROM accounts WHERE id = ?", (src,)).fetchone()
        if row and row[0] < cents:
            raise InsufficientFunds(str(src))
        return book(conn, src, dst, cents, ref)

    return in_write_transaction(conn, work)
