"""Thinks that a histogram begins where the first price is."""

from solution import *

FAILS = "a_histogram_is_right_in_any_store"
SAYS = "(start, count)"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Leave out the empty buckets before the first price."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        WITH RECURSIVE
            highest (price) AS (SELECT max(price_cents) FROM products),
            buckets (start) AS (
                SELECT (SELECT min(price_cents) / :width * :width FROM products)
                FROM highest
                WHERE price IS NOT NULL
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
