"""Read-only by PRAGMA query_only, transactions that Python begins, and a recursive retry."""

import time

from solution import *


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Open; the default mode first, which begins nothing before a PRAGMA."""
    if readonly and not path.exists():
        raise sqlite3.OperationalError(f"there is no file {path}")
    conn = sqlite3.connect(str(path.absolute()), isolation_level=None, autocommit=True)
    conn.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")
    if readonly:
        conn.execute("PRAGMA query_only = ON")
    elif conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        conn.execute("PRAGMA journal_mode = WAL")
    return conn


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """A transaction that Python opens, deferred."""
    conn.autocommit = False
    try:
        with conn:
            return fn(conn)
    finally:
        conn.rollback()
        conn.autocommit = True


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """One attempt, and the others by calling itself."""
    if attempts < 1:
        raise Busy
    try:
        conn.execute("BEGIN EXCLUSIVE")
        try:
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
    time.sleep(0.001)
    return write_tx(conn, fn, attempts=attempts - 1)
