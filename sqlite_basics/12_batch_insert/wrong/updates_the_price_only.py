"""Thinks that only prices change."""

from itertools import batched

from solution import *

FAILS = "known_rows_are_updated"
SAYS = "of several rows with one sku the last one counts"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Forget the name and the quantity."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = INSERT + (
        " ON CONFLICT (sku) DO UPDATE SET price_cents = excluded.price_cents"
        if on_conflict == "update"
        else CLAUSES[on_conflict]
    )
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
