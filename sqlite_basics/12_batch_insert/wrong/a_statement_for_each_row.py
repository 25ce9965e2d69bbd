"""Thinks that only the commits cost time."""

from solution import *

FAILS = "few_statements_and_one_commit"
SAYS = "for 2,000 rows in batches of 500"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Execute row by row, in one transaction."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        for row in rows:
            conn.execute(statement, row)
            taken += 1
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
