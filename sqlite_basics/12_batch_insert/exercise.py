"""Add many products at once: fast, all or none, and with a rule for those already known."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

SCHEMA = """
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    sku         TEXT NOT NULL UNIQUE,  -- the supplier's number for the product
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    quantity    INTEGER NOT NULL
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    tag        TEXT NOT NULL
);
"""
"""The tables that the database already holds."""

OnConflict = Literal["fail", "skip", "update"]


class ProductRow(NamedTuple):
    """A product as the supplier sends it.  Given: nothing to do here."""

    sku: str
    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class BatchResult:
    """What became of the rows; together as many as there were.  Given: nothing to do here."""

    inserted: int = 0
    """Rows with a new sku."""
    updated: int = 0
    """Rows with a known sku, where `on_conflict` is "update"."""
    skipped: int = 0
    """Rows with a known sku, where `on_conflict` is "skip"."""


def insert_products(
    conn: sqlite3.Connection,
    rows: Iterable[ProductRow],
    *,
    batch_size: int = 1000,
    on_conflict: OnConflict = "fail",
) -> BatchResult:
    """Add products in batches, as one transaction: all rows, or none.

    The rows are saved when the call returns.  When it raises, nothing has changed.

    Args:
        conn: An open connection with `autocommit=False` that enforces foreign keys.
        rows: Any number of rows, perhaps from a generator: they can be gone through only once,
            and they may not fit into memory.
        batch_size: How many rows are taken at most before they are sent to the database.
        on_conflict: What to do with a row whose sku is known, be it from the table or from an
            earlier row: "fail" raises; "skip" leaves the product as it is; "update" gives it
            the new name, price and quantity, and leaves its id and its tags.

    Returns:
        How many rows were inserted, updated and skipped.

    Raises:
        ValueError: `batch_size` is less than 1.
        sqlite3.IntegrityError: The database refused a row, for any reason but a known sku that
            is to be skipped or updated.
    """
    # TODO task 1: add the rows
    # TODO task 2: all or none
    # TODO task 3: batch by batch
    # TODO task 4: skip
    # TODO task 5: update
    raise NotImplementedError
