"""See what SQLite is: a library inside your program, and one ordinary file."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreFacts:
    """What can be said about a database.  Given: nothing to do here."""

    library: str
    """The version of the SQLite library that Python uses, such as "3.45.1"."""
    header: bytes
    """The first 16 bytes of the file; fewer where the file is shorter."""
    tables: list[str]
    """The names of its tables, sorted."""


def describe(path: Path) -> StoreFacts:
    """Look at a database, and close it again.

    Args:
        path: The file of the database, which exists.

    Returns:
        The three facts.
    """
    # TODO task 1: one fact after another; "" , b"" and [] will do for those to come
    raise NotImplementedError


def open_existing(path: Path) -> sqlite3.Connection:
    """Open a database that is there, for reading and writing.

    Args:
        path: Its file, by any name that a file may have, absolute or relative.

    Returns:
        An open connection. The caller closes it.

    Raises:
        sqlite3.OperationalError: There is no such file. None was created.
    """
    # TODO task 2
    raise NotImplementedError


def snapshot(source: Path, target: Path) -> None:
    """Copy a database while other programs use it, and close both files again.

    The copy holds everything that was committed before the call, and nothing that was not.

    Args:
        source: The file of the database.
        target: The file to make, which does not exist yet.

    Raises:
        sqlite3.OperationalError: There is no file `source`. No file was created.
    """
    # TODO task 3
    raise NotImplementedError
