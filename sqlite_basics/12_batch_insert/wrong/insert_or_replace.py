"""Thinks that OR REPLACE changes a row."""

from itertools import batched

from solution import *

FAILS = "ids_and_tags_stay"
SAYS = "what is deleted and inserted again"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Delete the old product, with its tags, and insert a new one."""
    if batch_size < 1:
        raise ValueError(batch_size)
    statement = (
        INSERT.replace("INSERT", "INSERT OR REPLACE")
        if on_conflict == "update"
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
