"""Thinks that the highest price is never the start of a bucket."""

from solution import *

FAILS = "prices_fall_into_buckets"
SAYS = "were counted as"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Stop one bucket too early."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        WITH RECURSIVE
            highest (price) AS (SELECT max(price_cents) FROM products),
            buckets (start) AS (
                SELECT 0 FROM highest WHERE price IS NOT NULL
                UNION ALL
                SELECT start + :width FROM buckets, highest WHERE start + :width < price
            )
        SELECT start, count(p.id)
        FROM buckets
        LEFT JOIN products AS p ON p.price_cents >= start AND p.price_cents < start + :width
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
