"""One executemany() for all rows: it takes them one at a time, so no batch is needed."""

import sqlite3
from collections.abc import Iterable, Iterator

from solution import BatchResult, OnConflict, ProductRow

UPSERT = """
    INSERT INTO products (sku, name, price_cents, quantity)
    VALUES (:sku, :name, :price_cents, :quantity)
"""


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Count the rows on their way, and the products before and after."""
    if batch_size <= 0:
        raise ValueError("batch_size")
    sql = UPSERT
    if on_conflict == "skip":
        sql += "ON CONFLICT (sku) DO NOTHING"
    elif on_conflict == "update":
        sql += (
            "ON CONFLICT (sku) DO UPDATE SET (name, price_cents, quantity)"
            " = (excluded.name, excluded.price_cents, excluded.quantity)"
        )
    taken = 0

    def counted() -> Iterator[dict[str, object]]:
        nonlocal taken
        for row in rows:
            taken += 1
            yield row._asdict()

    try:
        (before,) = conn.execute("SELECT count(*) FROM products").fetchone()
        conn.executemany(sql, counted())
        (after,) = conn.execute("SELECT count(*) FROM products").fetchone()
    except BaseException:
        conn.rollback()
        raise
    conn.commit()
    known = taken - (after - before)
    return BatchResult(
        inserted=after - before,
        updated=known if on_conflict == "update" else 0,
        skipped=known if on_conflict == "skip" else 0,
    )
