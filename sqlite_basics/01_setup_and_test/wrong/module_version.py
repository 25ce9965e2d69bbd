"""Thinks that sqlite3.version is the version of SQLite."""

import warnings
from pathlib import Path

from solution import *
from solution import describe as _good

FAILS = "the_version_is_the_librarys"
SAYS = "the SQLite library has a version of its own"


def describe(path: Path) -> StoreFacts:
    """Report the version of Python's module: deprecated, and gone in Python 3.14."""
    facts = _good(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        version = getattr(sqlite3, "version", "2.6.0")
    return StoreFacts(version, facts.header, facts.tables)
