"""Thinks that a commit costs nothing."""

from solution import *

FAILS = "one_bad_row_adds_nothing"
SAYS = "takes back nothing"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Save each row."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
    for row in rows:
        with conn:
            conn.execute(statement, row)
        taken += 1
    inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
