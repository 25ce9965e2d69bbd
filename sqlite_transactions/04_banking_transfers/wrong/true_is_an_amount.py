"""Thinks isinstance(cents, int) refuses everything that is not a number."""

from solution import *

FAILS = "amounts_are_whole_cents"
SAYS = "a transfer of True cents returned"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    if not isinstance(cents, int):
        raise ValueError(cents)
    refuse_bad_request(src, dst, int(cents))
    return in_write_transaction(conn, lambda: book(conn, src, dst, int(cents), ref))
