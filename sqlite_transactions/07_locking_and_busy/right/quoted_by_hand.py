"""Quotes the URI with urllib, commits readers, and looks at the error's text."""

import time
from urllib.parse import quote

from solution import *


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """A URI for both kinds of connections."""
    mode = "ro" if readonly else "rwc"
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"
    conn = sqlite3.connect(uri, timeout, uri=True)
    conn.autocommit = True
    if not readonly:
        (journal_mode,) = conn.execute("PRAGMA journal_mode = 'wal'").fetchone()
        assert journal_mode == "wal"
    return conn


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """End a reader like a writer."""
    conn.execute("BEGIN DEFERRED")
    try:
        result = fn(conn)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
    return result


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """A while loop with two places where a lock can be refused."""
    tried = 0
    while tried < attempts:
        tried += 1
        try:
            conn.execute("BEGIN IMMEDIATE TRANSACTION")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                time.sleep(min(0.1, 0.05 * tried))
                continue
            raise
        try:
            result = fn(conn)
            conn.execute("COMMIT")
        except sqlite3.OperationalError as error:
            conn.execute("ROLLBACK")
            if "locked" in str(error):
                continue
            raise
        except BaseException:
            conn.execute("ROLLBACK")
            raise
        return result
    raise Busy(f"{tried} attempts")
