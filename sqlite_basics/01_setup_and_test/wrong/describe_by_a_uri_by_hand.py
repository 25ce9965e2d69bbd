"""Thinks that only open_existing has to mind what a URI means by `?` and `#`."""

from solution import *

FAILS = "the_shell_and_the_module_see_the_same"
SAYS = "describe() of '50% off?.db' lists []"


def describe(path: Path) -> StoreFacts:
    """Look into another file, whose name ends before the question mark."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in rows]
    return StoreFacts(sqlite3.sqlite_version, path.read_bytes()[:16], tables)
