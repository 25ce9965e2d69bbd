"""Thinks that PRAGMA table_list lists tables only."""

from solution import *

FAILS = "the_shell_and_the_module_see_the_same"
SAYS = "the view b_names is listed as a table"


def describe(path: Path) -> StoreFacts:
    """Take whatever can be read like a table."""
    with closing(sqlite3.connect(path)) as conn:
        names = [row[1] for row in conn.execute("PRAGMA table_list")]
    tables = sorted(name for name in names if not name.startswith("sqlite_"))
    return StoreFacts(sqlite3.sqlite_version, path.read_bytes()[:16], tables)
