"""Thinks that the words of a message say what has happened."""

from solution import *
from solution import _field

FAILS = "the_code_decides_not_the_words"
SAYS = "translate() gave DuplicateProduct"


def translate(error: sqlite3.Error) -> StoreError | None:
    """Search for words: a trigger, or the name of a constraint, may hold them."""
    message = str(error)
    if "UNIQUE" in message:
        return DuplicateProduct(_field(error))
    if "FOREIGN KEY" in message:
        return UnknownCategory()
    if any(word in message for word in ("NOT NULL", "CHECK", "cannot store")):
        return InvalidProduct(_field(error))
    if "locked" in message:
        return StoreBusy()
    return StoreCorrupt() if "malformed" in message or "not a database" in message else None
