"""Thinks that an OperationalError means a busy database."""

from solution import *
from solution import translate as _good

FAILS = "mistakes_of_the_program_are_nothing_of_that"
SAYS = "no such table: prodcuts"


def translate(error: sqlite3.Error) -> StoreError | None:
    """A misspelt table is an OperationalError, too: the caller tries again for ever."""
    if isinstance(error, sqlite3.OperationalError):
        return StoreBusy()
    return _good(error)
