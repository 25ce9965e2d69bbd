"""Thinks that foreign keys are what makes REPLACE lose the tags."""

from itertools import batched

from solution import *
from solution import insert_products as good_insert

FAILS = "ids_and_tags_stay"
SAYS = "must not change"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Switch them off, and leave tags that belong to nobody."""
    if on_conflict != "update":
        return good_insert(conn, rows, batch_size=batch_size, on_conflict=on_conflict)
    conn.autocommit = True
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.autocommit = False
    taken = 0
    with conn:
        before = conn.execute("SELECT count(*) FROM products").fetchone()[0]
        for batch in batched(rows, batch_size):
            conn.executemany(INSERT.replace("INSERT", "INSERT OR REPLACE"), batch)
            taken += len(batch)
        inserted = conn.execute("SELECT count(*) FROM products").fetchone()[0] - before
    conn.autocommit = True
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    return BatchResult(inserted, taken - inserted)
