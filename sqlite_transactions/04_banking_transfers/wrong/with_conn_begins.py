"""Thinks `with conn:` opens a transaction on a connection in autocommit mode."""

from solution import *

FAILS = "nobody_sees_half_a_transfer"
SAYS = "another connection saw a part of the transfer"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    with conn:
        return book(conn, src, dst, cents, ref)
