"""Thinks that only the codes of locks have relatives."""

from solution import *
from solution import translate as _good

FAILS = "a_damaged_file_is_corrupt"
SAYS = "(code 779)"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Compare the whole code: a damaged index passes for a mistake in the program."""
    known = _good(error)
    exact = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    return (
        None if isinstance(known, StoreCorrupt) and error.sqlite_errorcode not in exact else known
    )
