"""Thinks that sqlite_schema lists only tables."""

from pathlib import Path

from solution import *

FAILS = "the_shell_and_the_module_see_the_same"
SAYS = "the index a_by_name is listed as a table"


def describe(path: Path) -> StoreFacts:
    """Take the name of everything that there is."""
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()
    return StoreFacts(sqlite3.sqlite_version, path.read_bytes()[:16], [name for (name,) in rows])
