"""Thinks that a bad row may be left out with the known ones."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "skip_hides_no_other_error"
SAYS = "not every mistake"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Skip whatever the database refuses."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "skip":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = skipped = 0
    with conn:
        for batch in batched(rows, batch_size):
            for row in batch:
                try:
                    conn.execute(INSERT, row)
                    inserted += 1
                except sqlite3.IntegrityError:
                    skipped += 1
    return BatchResult(inserted, skipped=skipped)
