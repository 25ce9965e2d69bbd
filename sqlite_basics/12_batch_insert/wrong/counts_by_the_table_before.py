"""Thinks that only what was in the table before can be updated."""

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
    """Count the known rows before the first batch."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "update":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    inserted = updated = 0
    with conn:
        known = {sku for (sku,) in conn.execute("SELECT sku FROM products")}
        for batch in batched(rows, batch_size):
            conn.executemany(f"{INSERT} {CLAUSES['update']}", batch)
            inserted += sum(row.sku not in known for row in batch)
            updated += sum(row.sku in known for row in batch)
    return BatchResult(inserted, updated)
