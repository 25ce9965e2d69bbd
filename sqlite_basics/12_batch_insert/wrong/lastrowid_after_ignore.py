"""Thinks that lastrowid changes only when a row was inserted, and is 0 before."""

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
    """Count the changes of lastrowid."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "skip":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = skipped = last = 0
    cursor = conn.cursor()
    with conn:
        for batch in batched(rows, batch_size):
            for row in batch:
                cursor.execute(f"{INSERT} {CLAUSES['skip']}", row)
                if cursor.lastrowid:
                    inserted += 1
                    last = cursor.lastrowid
                else:
                    skipped += 1
    return BatchResult(inserted, skipped=skipped if last else 0)
