"""Figures about the shop: sums, averages, a histogram and a running total."""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE categories (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER,                            -- NULL: no price yet
    quantity    INTEGER NOT NULL,
    category_id INTEGER REFERENCES categories (id)  -- NULL: in no category
);
"""
"""The tables that the database already holds."""


@dataclass(frozen=True)
class CategoryStats:
    """What is known about one category.  Given: nothing to do here."""

    category: str
    """Its name."""
    products: int
    """How many products are in it, those without a price too."""
    units: int
    """How many pieces of them are in stock, in all."""
    value_cents: int
    """Price times quantity, in all.  A product without a price adds nothing."""
    avg_cents: float | None
    """The average of the prices, not rounded.  None where no product has a price."""
    cheapest: str | None
    """The name of the product with the lowest price; of several, the first by name."""


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Sum up each category, by one SELECT.

    Args:
        conn: An open connection.

    Returns:
        One entry for every category, also for an empty one, ordered by the category's id.
    """
    # TODO task 1: products, units, value_cents (None for the others)
    # TODO task 2: avg_cents
    # TODO task 3: cheapest
    raise NotImplementedError


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Count the products in each range of prices, by one SELECT.

    Args:
        conn: An open connection.
        bucket_cents: How wide a bucket is.  With 500 the first one holds the prices from 0 to
            499, the next one those from 500 to 999.

    Returns:
        The lowest price that belongs into the bucket, and how many products have their price
        in it: one pair for each bucket from 0 to the bucket of the highest price, also for empty
        ones.  Without any price the list is empty.

    Raises:
        ValueError: `bucket_cents` is less than 1.
    """
    # TODO task 4: the buckets that have products
    # TODO task 5: the empty ones between them
    raise NotImplementedError


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """List the products by the value of their stock, with the sum so far, by one SELECT.

    The value is price times quantity, and 0 for a product without a price.

    Args:
        conn: An open connection.

    Returns:
        Each product's name, and the value of this product and all before it.  The highest value
        comes first; equal values are ordered by name, and equal names by id.
    """
    # TODO task 6
    raise NotImplementedError
