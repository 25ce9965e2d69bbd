"""Doubles the pause each time, on top of the timeout, which has waited for the lock already."""

import time

from solution import *

FAILS = "the_attempts_come_to_an_end"
SAYS = "a pause is 0.1 seconds or less"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for attempt in range(MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
            transfer_id = book(conn, src, dst, cents, ref)
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            return transfer_id
    raise Busy
