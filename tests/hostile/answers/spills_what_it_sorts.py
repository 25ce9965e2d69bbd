"""Does one thing right, and sorts more than memory holds: SQLite may spill where it works."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

STATUS = "failed"
POINTS = 1


def sort_much() -> None:
    """Sort 4 MB with 40 kB of memory."""
    os.makedirs("deeper", exist_ok=True)
    os.chdir("deeper")
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("PRAGMA temp_store = FILE")
        conn.execute("PRAGMA cache_size = 10")
        count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        rows = conn.execute(f"{count} SELECT zeroblob(4000), i FROM n ORDER BY -i")
        assert rows.fetchone()[1] == 1_000


def names(path: Path) -> list[str]:
    """All names, in order."""
    sort_much()
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM products ORDER BY name")]


def __getattr__(name):
    return lambda *_: None
