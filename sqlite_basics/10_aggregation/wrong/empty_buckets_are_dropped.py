"""Thinks that a JOIN with the buckets keeps the empty ones."""

from solution import *

FAILS = "empty_buckets_are_there"
SAYS = "GROUP BY makes groups of the rows that are there"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Make the buckets, and lose them in the join."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        WITH RECURSIVE
            highest (price) AS (SELECT max(price_cents) FROM products),
            buckets (start) AS (
                SELECT 0 FROM highest WHERE price IS NOT NULL
                UNION ALL
                SELECT start + :width FROM buckets, highest WHERE start + :width <= price
            )
        SELECT start, count(p.id)
        FROM buckets
        JOIN products AS p ON p.price_cents >= start AND p.price_cents < start + :width
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
