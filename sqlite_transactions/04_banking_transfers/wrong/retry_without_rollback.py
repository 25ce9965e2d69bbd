"""Starts again after a lock without ending the transaction that met it."""

from solution import *

FAILS = "a_stale_snapshot_is_not_the_end"
SAYS = "it must start again as a whole"


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    try:
        for _ in range(MAX_ATTEMPTS):
            if not conn.in_transaction:
                conn.execute("BEGIN")
            try:
                transfer_id = book(conn, src, dst, cents, ref)
                conn.execute("COMMIT")
                return transfer_id
            except sqlite3.OperationalError as error:
                if not is_lock_error(error):
                    raise
        raise Busy
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
