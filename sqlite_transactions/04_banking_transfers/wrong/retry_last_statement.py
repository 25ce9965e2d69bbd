"""Repeats the statement that met the lock, inside a transaction that can never write again."""

import time
from typing import Any

from solution import *

FAILS = "a_stale_snapshot_is_not_the_end"
SAYS = "it must start again as a whole"


class Patient:
    """A connection that repeats each statement a few times."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Execute a statement, and again while the database is locked."""
        for _ in range(MAX_ATTEMPTS):
            try:
                return self.conn.execute(sql, values)
            except sqlite3.OperationalError as error:
                if not is_lock_error(error):
                    raise
                time.sleep(0.001)
        raise Busy("locked")

    def executemany(self, sql: str, values: list[tuple[Any, ...]]) -> sqlite3.Cursor:
        """Execute a statement for many rows; the lock is held by then."""
        return self.conn.executemany(sql, values)


def transfer(conn: sqlite3.Connection, src: int, dst: int, cents: int, *, ref: str) -> int:
    """Move an amount from one account to another, once for each reference."""
    refuse_bad_request(src, dst, cents)
    patient: Any = Patient(conn)
    conn.execute("BEGIN")
    try:
        transfer_id = book(patient, src, dst, cents, ref)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
    return transfer_id
