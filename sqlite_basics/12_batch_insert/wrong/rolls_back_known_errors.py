"""Thinks that only the database can fail."""

from itertools import batched

from solution import *

FAILS = "a_broken_source_adds_nothing"
SAYS = "rows were added"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Roll back after errors of SQLite only."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
    try:
        for batch in batched(rows, batch_size):
            conn.executemany(statement, batch)
            taken += len(batch)
    except sqlite3.Error:
        conn.rollback()
        raise
    inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    conn.commit()
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
