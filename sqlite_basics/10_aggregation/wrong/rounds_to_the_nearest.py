"""Thinks that a bucket lies around its number."""

from solution import *

FAILS = "prices_fall_into_buckets"
SAYS = "were counted as"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Round to the nearest bucket."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        SELECT CAST(round(1.0 * price_cents / :width) AS INTEGER) * :width AS start, count(*)
        FROM products
        WHERE price_cents IS NOT NULL
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
