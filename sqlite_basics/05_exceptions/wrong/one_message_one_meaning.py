"""Thinks that a message without a column in it can be compared as a whole."""

from solution import *
from solution import translate as _good

FAILS = "the_code_decides_not_the_words"
SAYS = "a trigger that raised “FOREIGN KEY constraint failed” became UnknownCategory()"


def translate(error: sqlite3.Error) -> StoreError | None:
    """A trigger that keeps a rule like a foreign key's says the same words."""
    if str(error) == "FOREIGN KEY constraint failed":
        return UnknownCategory()
    return _good(error)
