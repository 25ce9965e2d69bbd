"""Writes down only what the paying account loses: single-entry bookkeeping."""

from solution import *

FAILS = "the_books_balance"
SAYS = "a transfer is two entries"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)

    def work() -> int:
        transfer_id = book(conn, src, dst, cents, ref)
        conn.execute(
            "DELETE FROM entries WHERE transfer_id = ? AND account_id = ?", (transfer_id, dst)
        )
        return transfer_id

    return in_write_transaction(conn, work)
