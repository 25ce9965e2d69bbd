"""Thinks that a version is a tuple of numbers."""

from pathlib import Path

from solution import *
from solution import describe as _good

FAILS = "the_version_is_the_librarys"
SAYS = "a tuple: it is given as a text"


def describe(path: Path) -> StoreFacts:
    """Take the constant that is easier to compare."""
    facts = _good(path)
    return StoreFacts(sqlite3.sqlite_version_info, facts.header, facts.tables)  # pyright: ignore[reportArgumentType]
