"""Thinks that a database is its tables and their rows."""

from solution import *

FAILS = "a_snapshot_is_a_copy"
SAYS = "the snapshot lacks the index by_name and the view names"


def snapshot(source: Path, target: Path) -> None:
    """Make each table again and insert its rows."""
    with closing(open_existing(source)) as original, closing(sqlite3.connect(target)) as copy:
        tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        for name, sql in original.execute(tables).fetchall():
            copy.execute(sql)
            for row in original.execute(f'SELECT * FROM "{name}"'):
                copy.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', row)
        copy.commit()
