"""Builds the URI by hand, also for writing: a question mark ends the name of the new file."""

from solution import *

FAILS = "wal_is_set_and_stays"
SAYS = "made no file of that name: a name may hold any character, and where it is a part of a URI"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Works for names without ?, # and %."""
    mode = "ro" if readonly else "rwc"
    conn = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, autocommit=True, timeout=timeout)
    if not readonly:
        conn.execute("PRAGMA journal_mode = WAL")
    return conn
