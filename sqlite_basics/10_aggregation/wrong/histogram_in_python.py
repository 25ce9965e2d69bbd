"""Thinks that counting is Python's job."""

from solution import *

FAILS = "prices_fall_into_buckets"
SAYS = "rows were fetched for a histogram"


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Fetch all prices and count here."""
    if bucket_cents < 1:
        raise ValueError(bucket_cents)
    query = "SELECT price_cents FROM products WHERE price_cents IS NOT NULL"
    with conn:
        prices = [price for (price,) in conn.execute(query)]
    counts = dict.fromkeys(range(0, max(prices, default=-1) + 1, bucket_cents), 0)
    for price in prices:
        counts[price // bucket_cents * bucket_cents] += 1
    return list(counts.items())
