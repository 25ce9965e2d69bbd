"""Counts the retries and forgets that the first attempt is one of MAX_ATTEMPTS."""

from solution import *

FAILS = "the_attempts_come_to_an_end"
SAYS = "Busy came after 6 refusals"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for _ in range(1 + MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
            transfer_id = book(conn, src, dst, cents, ref)
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
        else:
            return transfer_id
    raise Busy
