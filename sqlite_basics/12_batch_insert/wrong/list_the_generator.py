"""Thinks that all rows fit into memory."""

from solution import *

FAILS = "rows_are_not_collected"
SAYS = "the rows may not fit into memory"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Make a list first."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = f"{INSERT} {CLAUSES[on_conflict]}"
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        everything = list(rows)
        for start in range(0, len(everything), batch_size):
            conn.executemany(statement, everything[start : start + batch_size])
        taken = len(everything)
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)
