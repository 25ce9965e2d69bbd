"""Thinks that GROUP BY makes groups of nothing."""

from solution import *

FAILS = "empty_buckets_are_there"
SAYS = "GROUP BY makes groups of the rows that are there"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """List only the buckets that have products."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = """
        SELECT price_cents / :width * :width AS start, count(*)
        FROM products
        WHERE price_cents IS NOT NULL
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]
