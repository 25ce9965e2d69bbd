"""Thinks that a generator can be gone through twice."""

from solution import *
from solution import insert_products as good_insert

FAILS = "rows_are_added"
SAYS = "a generator gives its rows only once"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Count the rows first, so that nothing is sent for none."""
    if batch_size < 1:
        raise ValueError(batch_size)
    if not sum(1 for _ in rows):
        return BatchResult()
    return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
