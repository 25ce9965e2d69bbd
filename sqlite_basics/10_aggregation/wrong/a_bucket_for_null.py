"""Thinks that NULL / 500 is 0."""

from solution import *

FAILS = "prices_fall_into_buckets"
SAYS = "a bucket starts at None"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Count products without a price in a bucket of their own."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        SELECT price_cents / :width * :width AS start, count(*)
        FROM products
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
