"""Writes the URI itself, with quoting, and copies page by page."""

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from solution import StoreFacts


def describe(path: Path) -> StoreFacts:
    """The names in a set, the bytes with a slice."""
    with contextlib.closing(open_existing(path)) as conn:
        conn.row_factory = sqlite3.Row
        rows = conn.execute("SELECT name FROM pragma_table_list WHERE type = 'table'")
        found = {row["name"] for row in rows} - {"sqlite_schema", "sqlite_temp_schema"}
    with path.open("rb") as file:
        return StoreFacts(
            ".".join(map(str, sqlite3.sqlite_version_info)), file.read()[:16], sorted(found)
        )


def open_existing(path: Path) -> sqlite3.Connection:
    """Quote what a URI would read as something else."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, autocommit=False)


def snapshot(source: Path, target: Path) -> None:
    """Let others in between the pages."""
    with contextlib.ExitStack() as stack:
        original = stack.enter_context(contextlib.closing(open_existing(source)))
        copy = stack.enter_context(contextlib.closing(sqlite3.connect(target)))
        original.backup(copy, pages=1, sleep=0)
