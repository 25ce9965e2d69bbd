"""Thinks that the field is everything behind the colon."""

from solution import *
from solution import translate as _good

FAILS = "duplicates_name_their_field"
SAYS = "the field is 'products.name'"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Leave the table in the field."""
    known = _good(error)
    if isinstance(known, DuplicateProduct | InvalidProduct):
        known.field = str(error).partition(": ")[2]
    return known
