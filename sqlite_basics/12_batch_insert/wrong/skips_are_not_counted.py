"""Thinks that rowcount counts the rows that were sent."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "known_rows_are_skipped"
SAYS = "in every batch size"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Take what was written for what was sent."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "skip":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = 0
    with conn:
        for batch in batched(rows, batch_size):
            inserted += conn.executemany(f"{INSERT} {CLAUSES['skip']}", batch).rowcount
    return BatchResult(inserted)
