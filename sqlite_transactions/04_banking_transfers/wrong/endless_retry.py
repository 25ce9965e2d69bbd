"""Tries again for ever, so that one stuck program stops all the others."""

from solution import *

FAILS = "the_attempts_come_to_an_end"
SAYS = "attempts must be bounded"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    while True:
        try:
            refuse_bad_request(src, dst, cents)
            return in_write_transaction(conn, lambda: book(conn, src, dst, cents, ref))
        except Busy:
            continue
