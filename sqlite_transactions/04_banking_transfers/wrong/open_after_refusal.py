"""Raises out of a transaction without ending it."""

from solution import *

FAILS = "a_refusal_leaves_no_trace"
SAYS = "the write lock is still held"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for _ in range(MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            continue
        transfer_id = book(conn, src, dst, cents, ref)
        conn.execute("COMMIT")
        return transfer_id
    raise Busy
