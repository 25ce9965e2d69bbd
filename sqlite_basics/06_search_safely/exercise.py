"""Search the products of a shop by whatever a visitor has filled in."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

# The tables are there; this says what is in them.
SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Product:
    """A product with the name of its category.  Given: nothing to do here."""

    id: int
    name: str
    category: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class Page[T]:
    """Some of the things that were found.  Given: nothing to do here."""

    items: list[T]
    """Those on this page."""
    total: int
    """How many were found, on all pages."""


def search(
    conn: sqlite3.Connection,
    *,
    text: str | None = None,
    category: str | None = None,
    min_cents: int | None = None,
    max_cents: int | None = None,
    ids: Sequence[int] | None = None,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Page[Product]:
    """Find the products for which everything holds that is not None.

    When it has returned or raised, other connections can write.

    Args:
        conn: An open connection with `autocommit=False`.  It may be taught functions; its
            row_factory stays as it is.
        text: A part of the name, in whatever case: `text.casefold() in name.casefold()`.
        category: The name of the category, exactly.
        min_cents: The lowest price.
        max_cents: The highest price.
        ids: Only these; none at all where it is empty.
        sort: One of "name" (in whatever case), "price_cents" and "quantity".  Products with the
            same value are ordered by id, from the lowest.
        descending: From the highest value to the lowest.
        limit: How many at most, 1 to 100.
        offset: How many to skip at the start.

    Returns:
        The page.  No more rows are fetched than are on it, and one for the total.

    Raises:
        ValueError: `sort`, `limit` or `offset` is none of the values above.
    """
    # TODO task 1: category, min_cents, max_cents
    # TODO task 2: text
    # TODO task 3: ids
    # TODO task 4: sort, descending, limit, offset
    raise NotImplementedError
