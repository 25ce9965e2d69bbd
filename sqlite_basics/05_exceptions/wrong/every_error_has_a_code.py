"""Thinks that every error of sqlite3 comes from SQLite and has a code."""

from solution import *
from solution import translate as _good

FAILS = "mistakes_of_the_program_are_nothing_of_that"
SAYS = "not every error has a code"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Python raises some by itself: for a closed connection, or a missing value."""
    return _good(error) if error.sqlite_errorcode else None
