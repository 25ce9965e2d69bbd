"""Thinks that total_changes begins at 0 with each call."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "any_number_of_rows"
SAYS = "in every batch size"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Count all changes of the connection so far."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "fail":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    with conn:
        for batch in batched(rows, batch_size):
            conn.executemany(INSERT, batch)
    return BatchResult(conn.total_changes)
