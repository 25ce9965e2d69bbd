"""Removes all that is deleted, however long ago."""

from solution import *
from solution import purge as _good

FAILS = "purge_removes_what_is_old"
SAYS = "old and deleted, and nothing else"


def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """What was deleted a minute ago cannot be brought back."""
    return _good(sessions, older_than=timedelta(0), batch=batch)
