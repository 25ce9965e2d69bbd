"""Thinks that a file which is no database is reported as a damaged one."""

from solution import *
from solution import translate as _good

FAILS = "a_damaged_file_is_corrupt"
SAYS = "file is not a database"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Know SQLITE_CORRUPT, and not SQLITE_NOTADB."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
        return None
    return _good(error)
