"""Thinks that `with conn:` closes the connection."""

from pathlib import Path

from solution import *

FAILS = "describe_closes_what_it_opened"
SAYS = "1 of 1 connections that describe() opened are still open"


def describe(path: Path) -> StoreFacts:
    """The block ends a transaction, not the connection."""
    with sqlite3.connect(path) as conn:
        rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in rows]
    return StoreFacts(sqlite3.sqlite_version, path.read_bytes()[:16], tables)
