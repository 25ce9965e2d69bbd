"""Thinks that a cursor counts the rows of all its statements."""

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
    """Return the count of the last batch."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if on_conflict != "fail":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    count = 0
    with conn:
        for batch in batched(rows, batch_size):
            count = conn.executemany(INSERT, batch).rowcount
    return BatchResult(count)
