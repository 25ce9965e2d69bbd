"""Takes any number for an amount and rounds it."""

from solution import *

FAILS = "amounts_are_whole_cents"
SAYS = "a transfer of 19.99 cents returned"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    amount = round(float(cents))  # 19.99 becomes 20, and nobody is told
    refuse_bad_request(src, dst, amount)
    return in_write_transaction(conn, lambda: book(conn, src, dst, amount, ref))
