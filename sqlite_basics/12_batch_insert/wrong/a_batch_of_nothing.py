"""Thinks that a batch size of 0 means no batches."""

from itertools import batched

from solution import *

FAILS = "any_number_of_rows"
SAYS = "raised no ValueError"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Take 0 for “all at once”."""
    if batch_size < 1:
        batch_size = 1
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        for batch in batched(rows, batch_size):
            conn.executemany(statement, batch)
            taken += len(batch)
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
