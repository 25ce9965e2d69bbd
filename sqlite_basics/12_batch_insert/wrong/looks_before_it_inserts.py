"""Thinks that what was not there before cannot come twice."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "known_rows_are_skipped"
SAYS = "UNIQUE constraint failed"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Ask for the known numbers of a batch first."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "skip":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = skipped = 0
    with conn:
        for batch in batched(rows, batch_size):
            known = {sku for (sku,) in conn.execute("SELECT sku FROM products")}
            new = [row for row in batch if row.sku not in known]
            conn.executemany(INSERT, new)
            inserted += len(new)
            skipped += len(batch) - len(new)
    return BatchResult(inserted, skipped=skipped)
