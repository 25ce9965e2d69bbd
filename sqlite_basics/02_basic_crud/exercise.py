"""Keep the products of a shop in a SQLite database."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Product:
    """One row of the table `products`.  Given: nothing to do here."""

    id: int
    name: str
    price_cents: int
    quantity: int


def connect(path: Path) -> sqlite3.Connection:
    """Open the database in a file; a file that does not exist is created.

    Args:
        path: The file.

    Returns:
        An open connection with `autocommit=False`, which enforces foreign keys and gives rows
        as `sqlite3.Row`.
    """
    # TODO task 1
    raise NotImplementedError


def create_tables(conn: sqlite3.Connection) -> None:
    """Create the table `products` unless it is there already.

    Its columns are `id` (given by the database), `name`, `price_cents` and `quantity`. None of
    them may be NULL.  Rows that are there already stay.

    Args:
        conn: An open connection.
    """
    # TODO task 2
    raise NotImplementedError


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Add a product.  It is saved when the call returns.

    Args:
        conn: An open connection.
        name: Any text at all.  Two products may have the same name.
        price_cents: The price in cents.
        quantity: How many are in stock.

    Returns:
        The id that the database gave to the new product.
    """
    # TODO task 3
    raise NotImplementedError


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """Read one product.  Other connections can write when the call returns.

    Args:
        conn: An open connection.
        product_id: The product's id.

    Returns:
        The product, or None where no product has this id.
    """
    # TODO task 4
    raise NotImplementedError


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """Read some products, ordered by id.  Other connections can write when the call returns.

    Args:
        conn: An open connection.
        limit: How many at most.
        offset: How many to skip at the start.

    Returns:
        The products; an empty list where there are none.
    """
    # TODO task 5
    raise NotImplementedError


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Change a product's price with one SQL statement.  It is saved when the call returns.

    Args:
        conn: An open connection.
        product_id: The product's id.
        price_cents: The new price in cents.

    Returns:
        True, or False where no product has this id.
    """
    # TODO task 6
    raise NotImplementedError


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """Delete a product with one SQL statement.  It is saved when the call returns.

    Args:
        conn: An open connection.
        product_id: The product's id.

    Returns:
        True, or False where no product has this id.
    """
    # TODO task 7
    raise NotImplementedError
