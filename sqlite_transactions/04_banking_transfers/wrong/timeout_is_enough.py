"""Relies on the connection's timeout alone and never starts again."""

from solution import *

FAILS = "a_lock_is_waited_for"
SAYS = "a refused lock is a reason to start the transaction again"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    try:
        conn.execute("BEGIN IMMEDIATE")
        transfer_id = book(conn, src, dst, cents, ref)
        conn.execute("COMMIT")
    except BaseException as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        if is_lock_error(error):
            raise Busy from error
        raise
    return transfer_id
