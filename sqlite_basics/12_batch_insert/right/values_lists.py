"""One INSERT with many VALUES for each batch, and batches collected by hand."""

import sqlite3
from collections.abc import Iterable

from solution import BatchResult, OnConflict, ProductRow


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Tell new rows by the highest id that there was before each batch."""
    if batch_size < 1:
        raise ValueError("batch_size must be 1 or more")
    with conn:
        counts = [0, 0]
        batch: list[ProductRow] = []
        for row in rows:
            batch.append(row)
            if len(batch) >= batch_size:
                _send(conn, batch, on_conflict, counts)
                batch = []
        if batch:
            _send(conn, batch, on_conflict, counts)
    inserted, known = counts
    if on_conflict == "update":
        return BatchResult(inserted, known, 0)
    return BatchResult(inserted, 0, known)


def _send(
    conn: sqlite3.Connection, batch: list[ProductRow], on_conflict: OnConflict, counts: list[int]
) -> None:
    (highest,) = conn.execute("SELECT coalesce(max(id), 0) FROM products").fetchone()
    sql = "INSERT INTO products (sku, name, price_cents, quantity) VALUES "
    sql += ", ".join(["(?, ?, ?, ?)"] * len(batch))
    if on_conflict == "skip":
        sql += " ON CONFLICT (sku) DO NOTHING"
    if on_conflict == "update":
        sql += (
            " ON CONFLICT (sku) DO UPDATE SET name = excluded.name,"
            " price_cents = excluded.price_cents, quantity = excluded.quantity"
        )
    conn.execute(sql, [value for row in batch for value in row])
    (new,) = conn.execute("SELECT count(*) FROM products WHERE id > ?", (highest,)).fetchone()
    counts[0] += new
    counts[1] += len(batch) - new
