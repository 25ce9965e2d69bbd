"""Asks every path for its URI: only an absolute one has one."""

from solution import *
from solution import open_db as good

FAILS = "readonly_cannot_write"
SAYS = "a path may be relative"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Works as long as somebody else has made the path absolute."""
    if not readonly:
        return good(path, timeout=timeout)
    return sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, autocommit=True, timeout=timeout)
