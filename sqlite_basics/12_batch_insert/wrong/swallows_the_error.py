"""Thinks that a bad row is the supplier's problem."""

from solution import *
from solution import insert_products as good_insert

FAILS = "one_bad_row_adds_nothing"
SAYS = "no error was raised"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Roll back, and tell nobody."""
    try:
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    except sqlite3.IntegrityError:
        return BatchResult()
