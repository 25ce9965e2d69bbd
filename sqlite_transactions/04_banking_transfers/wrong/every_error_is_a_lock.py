"""Takes every OperationalError for a lock, also a full disk or a read-only database."""

from solution import *

FAILS = "a_lock_is_waited_for"
SAYS = "with no lock in its way, raised Busy"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    for _ in range(MAX_ATTEMPTS):
        try:
            conn.execute("BEGIN IMMEDIATE")
            transfer_id = book(conn, src, dst, cents, ref)
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not isinstance(error, sqlite3.OperationalError):
                raise
        else:
            return transfer_id
    raise Busy
