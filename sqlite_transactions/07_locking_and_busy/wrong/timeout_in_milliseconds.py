"""Takes the seconds for milliseconds."""

from solution import *

FAILS = "the_timeout_is_kept"
SAYS = "busy_timeout reads 5 milliseconds"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """PRAGMA busy_timeout counts in milliseconds."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute(f"PRAGMA busy_timeout = {int(timeout)}")
    return conn
