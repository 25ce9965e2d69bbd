"""Thinks that a set of numbers is small."""

from itertools import batched

from solution import *

FAILS = "many_rows_need_little_memory"
SAYS = "keep none of them"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Remember each sku, to count the new ones."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        seen: list[ProductRow] = []
        for batch in batched(rows, batch_size):
            conn.executemany(statement, batch)
            seen.extend(batch)
        taken = len(seen)
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
