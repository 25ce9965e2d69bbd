"""Thinks that the first words of a message are SQLite's own."""

from solution import *
from solution import _field
from solution import translate as _good

FAILS = "the_code_decides_not_the_words"
SAYS = "the words of a message are anybody's"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Compare the start of the text, which a trigger can choose."""
    if str(error).startswith("UNIQUE constraint failed: "):
        return DuplicateProduct(_field(error))
    return _good(error)
