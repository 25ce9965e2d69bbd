"""Closes by hand, asks for the file first, and lets a statement make the copy."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreFacts:
    """What can be said about a database."""

    library: str
    header: bytes
    tables: list[str]


def describe(path: Path) -> StoreFacts:
    """Everything that the library can say is asked of the library."""
    conn = sqlite3.connect(str(path))
    try:
        (library,) = conn.execute("SELECT sqlite_version()").fetchone()
        rows = conn.execute("SELECT * FROM sqlite_master").fetchall()
    finally:
        conn.close()
    tables = sorted(row[1] for row in rows if row[0] == "table")
    return StoreFacts(library=library, header=path.read_bytes()[:16], tables=tables)


def open_existing(path: Path) -> sqlite3.Connection:
    """Look before opening."""
    if not path.is_file():
        raise sqlite3.OperationalError(f"there is no store {path}")
    return sqlite3.connect(path)


def snapshot(source: Path, target: Path) -> None:
    """VACUUM INTO writes a new database with the same content."""
    conn = open_existing(source)
    try:
        conn.execute("VACUUM INTO ?", (str(target),))
    finally:
        conn.close()
