"""Thinks that every lock is SQLITE_BUSY, or one of its relatives."""

from solution import *
from solution import translate as _good

FAILS = "a_lock_is_busy"
SAYS = "(code 6)"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Miss SQLITE_LOCKED: connections that share a cache lock single tables."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_LOCKED:
        return None
    return _good(error)
