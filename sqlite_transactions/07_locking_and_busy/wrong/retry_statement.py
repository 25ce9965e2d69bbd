"""Repeats the statement that met the lock, and not what was read before it."""

from typing import Any

from solution import *

FAILS = "a_stale_snapshot_reruns_the_function"
SAYS = "a reason to do everything again"


class Patient:
    """A connection that repeats each statement a few times."""

    def __init__(self, conn: sqlite3.Connection, attempts: int) -> None:
        self.conn = conn
        self.attempts = attempts

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Execute a statement, and again while the database is locked."""
        for _ in range(self.attempts):
            try:
                return self.conn.execute(sql, *values)
            except sqlite3.OperationalError as error:
                if not is_lock_error(error):
                    raise
        raise Busy


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Give fn a connection that is patient."""
    patient: Any = Patient(conn, attempts)
    patient.execute("BEGIN IMMEDIATE")
    try:
        result = fn(patient)
        patient.execute("COMMIT")
        return result
    except BaseException:
        conn.execute("ROLLBACK")
        raise
