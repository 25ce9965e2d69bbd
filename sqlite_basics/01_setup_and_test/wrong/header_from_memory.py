"""Thinks that every database file begins with the same bytes."""

from pathlib import Path

from solution import *
from solution import describe as _good

FAILS = "the_file_begins_with_its_format"
SAYS = "the header of empty.db is said to be"


def describe(path: Path) -> StoreFacts:
    """Say what the manual says, and never look."""
    facts = _good(path)
    return StoreFacts(facts.library, b"SQLite format 3\0", facts.tables)
