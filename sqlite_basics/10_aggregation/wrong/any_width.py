"""Thinks that a width of 0 is the caller's problem."""

from solution import *

FAILS = "a_bucket_needs_a_width"
SAYS = "had not ended after a million steps"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Add 0 to the start again and again."""
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
        LEFT JOIN products AS p ON p.price_cents >= start AND p.price_cents < start + :width
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
