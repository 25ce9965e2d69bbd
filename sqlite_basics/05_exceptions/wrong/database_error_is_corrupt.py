"""Thinks that a DatabaseError means a damaged database."""

from solution import *
from solution import translate as _good

FAILS = "mistakes_of_the_program_are_nothing_of_that"
SAYS = "translate() gave StoreCorrupt"


def translate(error: sqlite3.Error) -> StoreError | None:
    """It is the parent class of nearly all errors."""
    known = _good(error)
    return StoreCorrupt() if known is None and isinstance(error, sqlite3.DatabaseError) else known
