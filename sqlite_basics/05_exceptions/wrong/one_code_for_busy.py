"""Thinks that a lock always has the code SQLITE_BUSY."""

from solution import *
from solution import translate as _good

FAILS = "a_lock_is_busy"
SAYS = "(code 517)"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Miss SQLITE_BUSY_SNAPSHOT and its like, whose first byte is the same."""
    known = _good(error)
    exact = getattr(error, "sqlite_errorname", "") in {"SQLITE_BUSY", "SQLITE_LOCKED"}
    return None if isinstance(known, StoreBusy) and not exact else known
