"""Thinks that the rows fill every batch."""

from solution import *

FAILS = "rows_are_added"
SAYS = "they must be committed"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Send full batches only."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        batch: list[ProductRow] = []
        for row in rows:
            batch.append(row)
            if len(batch) == batch_size:
                conn.executemany(statement, batch)
                taken += len(batch)
                batch.clear()
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
