"""Thinks that whatever gives rows remembers how far it was read, as a generator does."""

from itertools import islice

from solution import *

FAILS = "any_number_of_rows"
SAYS = "whoever asks it again gets its first rows once more"


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Take each batch from the rows themselves."""
    if batch_size < 1:
        raise ValueError(batch_size)
    taken = 0
    with conn:
        before = _count(conn)
        while batch := list(islice(rows, batch_size)):
            conn.executemany(f"{INSERT} {CLAUSES[on_conflict]}", batch)
            taken += len(batch)
        inserted = _count(conn) - before
    known = taken - inserted
    if on_conflict == "update":
        return BatchResult(inserted, updated=known)
    return BatchResult(inserted, skipped=known)


def _count(conn: sqlite3.Connection) -> int:
    return conn.execute("SELECT count(*) FROM products").fetchone()[0]
