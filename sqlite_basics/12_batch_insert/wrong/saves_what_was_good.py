"""Thinks that rows which were good should stay."""

from itertools import batched

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
    """Commit in any case."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    try:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        for batch in batched(rows, batch_size):
            conn.executemany(statement, batch)
            taken += len(batch)
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    finally:
        conn.commit()
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
