"""Thinks that there is always a first row."""

from itertools import chain

from solution import *
from solution import insert_products as good_insert

FAILS = "any_number_of_rows"
SAYS = "StopIteration"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Look at the first row before the loop."""
    if batch_size < 1:
        raise ValueError(batch_size)
    source = iter(rows)
    first = next(source)
    return good_insert(conn, chain([first], source), batch_size=batch_size, on_conflict=on_conflict)
