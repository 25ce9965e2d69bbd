"""Thinks that SQLITE_CONSTRAINT_UNIQUE is the code of every duplicate."""

from solution import *
from solution import translate as _good

FAILS = "duplicates_name_their_field"
SAYS = "UNIQUE constraint failed: products.id"


def translate(error: sqlite3.Error) -> StoreError | None:
    """The message says UNIQUE, the code says PRIMARYKEY."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
        return None
    return _good(error)
