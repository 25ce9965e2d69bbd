"""Thinks that an IntegrityError is always a duplicate."""

from solution import *
from solution import _field
from solution import translate as _good

FAILS = "an_unknown_category_is_told"
SAYS = "translate() gave DuplicateProduct"


def translate(error: sqlite3.Error) -> StoreError | None:
    """The class says only that some rule was broken."""
    if isinstance(error, sqlite3.IntegrityError):
        return DuplicateProduct(_field(error))
    return _good(error)
