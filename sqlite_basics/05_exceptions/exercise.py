"""Errors of SQLite, said in the words of the shop."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LOG = logging.getLogger("store")

# Each CHECK is named after its column: SQLite's message gives the name.
SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CONSTRAINT name CHECK (length(name) BETWEEN 1 AND 80),
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL CONSTRAINT price_cents CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CONSTRAINT quantity CHECK (quantity >= 0)
) STRICT;
"""


class StoreError(Exception):
    """Something that a caller of the shop can expect and deal with.  Given, like those below."""


class DuplicateProduct(StoreError):
    """There is a product with the same value in a field that must be unique."""

    def __init__(self, field: str) -> None:
        super().__init__(f"there is a product with this {field} already")
        self.field = field


class InvalidProduct(StoreError):
    """The value of a field breaks a rule."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the {field} breaks a rule")
        self.field = field


class UnknownCategory(StoreError):
    """There is no such category."""


class StoreBusy(StoreError):
    """Another program is using the database: it is worth trying again later."""


class StoreCorrupt(StoreError):
    """The file is damaged, or no database at all."""


@dataclass(frozen=True)
class NewProduct:
    """A product that has no id yet.  Given."""

    name: str
    category_id: int
    price_cents: int
    quantity: int


def translate(error: sqlite3.Error) -> StoreError | None:
    """Say what an error of SQLite means to the shop.

    Args:
        error: What `sqlite3` has raised.

    Returns:
        The exception to raise in its place, or None: then it is no error of the data or of the
        circumstances, but a mistake in the program.
    """
    # TODO task 1: duplicates, unknown categories, broken rules
    # TODO task 2: busy and corrupt
    raise NotImplementedError


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a `with` block one unit, with errors in the words of the shop.

    At the end of the block its changes are committed.  When any exception leaves the block, or
    the commit fails, everything since the last commit is rolled back, and the connection can be
    used again.

    Args:
        conn: An open connection with `autocommit=False`.

    Raises:
        StoreError: In place of an error of SQLite that `translate` knows; that one is its
            `__cause__`.  Every other exception goes on as it is.
    """
    # TODO task 3
    raise NotImplementedError
    yield


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Add a product.  It is saved when the call returns.

    For each StoreError, one warning is logged to LOG: it has the name of SQLite's error, such as
    SQLITE_CONSTRAINT_UNIQUE, and no value of the product.

    Args:
        conn: An open connection with `autocommit=False`.
        product: The product.

    Returns:
        Its new id.

    Raises:
        StoreError: The product cannot be added.
    """
    # TODO task 4
    raise NotImplementedError
