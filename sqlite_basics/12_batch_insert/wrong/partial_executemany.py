"""Thinks that an executemany() which fails takes back its earlier rows."""

from itertools import batched

from solution import *

FAILS = "one_bad_row_adds_nothing"
SAYS = "takes back nothing of what was done before it"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Pass the error on, and leave the rows in the open transaction."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
    for batch in batched(rows, batch_size):
        conn.executemany(statement, batch)
        taken += len(batch)
    inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    conn.commit()
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
