"""Thinks that rows come sorted by themselves."""

from pathlib import Path

from solution import *

FAILS = "the_shell_and_the_module_see_the_same"
SAYS = "the right tables in another order"


def describe(path: Path) -> StoreFacts:
    """Leave the order to the database."""
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return StoreFacts(sqlite3.sqlite_version, path.read_bytes()[:16], [name for (name,) in rows])
