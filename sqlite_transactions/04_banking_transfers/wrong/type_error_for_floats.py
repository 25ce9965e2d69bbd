"""Raises the exception that suits itself, not the one that the caller was promised."""

from solution import *

FAILS = "amounts_are_whole_cents"
SAYS = "it must raise ValueError"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    if type(cents) is not int:
        raise TypeError(cents)
    refuse_bad_request(src, dst, cents)
    return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))
