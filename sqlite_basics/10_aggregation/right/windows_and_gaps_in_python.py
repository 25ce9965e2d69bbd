"""Windows for the statistics; Python fills the gaps and adds up the values."""

import sqlite3
from itertools import accumulate

from solution import CategoryStats


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Number the products of each category by price."""
    query = """
        WITH ranked AS (
            SELECT *, row_number() OVER (
                PARTITION BY category_id ORDER BY price_cents NULLS LAST, name
            ) AS place
            FROM products
        )
        SELECT
            c.name AS category,
            count(p.id) AS products,
            ifnull(sum(p.quantity), 0) AS units,
            ifnull(sum(ifnull(p.price_cents, 0) * p.quantity), 0) AS value_cents,
            sum(p.price_cents) / nullif(count(p.price_cents) * 1.0, 0) AS avg_cents,
            max(CASE WHEN p.place = 1 AND p.price_cents IS NOT NULL THEN p.name END) AS cheapest
        FROM categories c LEFT OUTER JOIN ranked p ON p.category_id = c.id
        GROUP BY c.id, c.name
        ORDER BY c.id
    """
    return [CategoryStats(**dict(row)) for row in conn.execute(query).fetchall()]


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Count in SQL; the empty buckets are numbers, which Python has."""
    if bucket_cents <= 0:
        raise ValueError("bucket_cents must be positive")
    rows = conn.execute(
        "SELECT price_cents / ? AS number, count(*) FROM products"
        " WHERE price_cents IS NOT NULL GROUP BY number",
        (bucket_cents,),
    ).fetchall()
    counts = {row[0]: row[1] for row in rows}
    numbers = range(max(counts) + 1) if counts else range(0)
    return [(number * bucket_cents, counts.get(number, 0)) for number in numbers]


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Order in SQL, and add up here: every row is needed anyway."""
    rows = conn.execute(
        "SELECT name, ifnull(price_cents, 0) * quantity AS value FROM products"
        " ORDER BY value DESC, name, id"
    ).fetchall()
    return list(zip([r["name"] for r in rows], accumulate(r["value"] for r in rows), strict=True))
