"""Thinks that rowcount tells inserted rows from updated ones."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "known_rows_are_updated"
SAYS = "in every batch size"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Count an updated row as an inserted one."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "update":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = taken = 0
    with conn:
        for batch in batched(rows, batch_size):
            inserted += conn.executemany(f"{INSERT} {CLAUSES['update']}", batch).rowcount
            taken += len(batch)
    return BatchResult(inserted, updated=taken - inserted)
