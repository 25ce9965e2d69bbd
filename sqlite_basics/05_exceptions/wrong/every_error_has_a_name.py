"""Thinks that sqlite_errorname names every error."""

from solution import *
from solution import translate as _good

FAILS = "broken_rules_name_their_field"
SAYS = "cannot store TEXT value in INTEGER column"


def translate(error: sqlite3.Error) -> StoreError | None:
    """A code that Python does not know has the name "unknown"."""
    if getattr(error, "sqlite_errorname", "unknown") == "unknown":
        return None
    return _good(error)
