"""Thinks that OR IGNORE ignores only rows that are there already."""

from itertools import batched

from solution import *

FAILS = "skip_hides_no_other_error"
SAYS = "not every mistake"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Ignore every rule that a row breaks."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = (
        INSERT.replace("INSERT", "INSERT OR IGNORE")
        if on_conflict == "skip"
        else f"{INSERT} {CLAUSES[on_conflict]}"
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
