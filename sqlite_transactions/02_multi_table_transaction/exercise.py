"""Store an order in three tables: all of it, or nothing.

The schema, the exceptions and the class `Line` are given.  You write the two functions.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SCHEMA = """
CREATE TABLE customers (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock       INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total_cents INTEGER NOT NULL
) STRICT;
CREATE TABLE order_lines (
    order_id    INTEGER NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    position    INTEGER NOT NULL,               -- 1, 2, 3, … within the order
    product_id  INTEGER NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL,               -- of one piece, on the day of the order
    PRIMARY KEY (order_id, position)
) STRICT;
"""
"""The tables that the database already holds."""

type Record = tuple[Literal["orders", "order_lines"], tuple[int, ...]]
"""One row of an export: the table's name, and a value for each of its columns in their order."""


class OrderError(Exception):
    """An order that was not stored."""


class UnknownCustomer(OrderError):
    """There is no such customer."""


class UnknownProduct(OrderError):
    """There is no such product."""


class OutOfStock(OrderError):
    """The order wants more of a product than there is."""


@dataclass(frozen=True)
class Line:
    """One line of a request, as a web page sends it."""

    product_id: int
    quantity: int
    shown_cents: int
    """The price that the page showed for one piece.  Pages can be old, and requests forged."""


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Store an order: one row in `orders`, one for each line in `order_lines`, and less stock.

    Another connection sees all of it at once when the call returns.  When the call raises,
    nothing has changed and no transaction is open.

    Args:
        conn: An open connection in autocommit mode (`autocommit=True`) with foreign keys
            enforced: BEGIN, COMMIT and ROLLBACK are yours to execute.
        customer_id: Who orders.
        lines: What is ordered.  Two lines may name the same product.

    Returns:
        The id that the database gave to the order.

    Raises:
        ValueError: There is no line, or a quantity is less than 1.
        UnknownCustomer: The customer does not exist.
        UnknownProduct: A product does not exist.
        OutOfStock: All lines together want more of a product than there is.
        sqlite3.Error: A statement failed, for example because the disk is full.
    """
    # TODO task 1: store the order, its lines and the new stock, at stored prices
    # TODO task 2: as one transaction, which is undone whatever fails
    raise NotImplementedError


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Store orders and lines from the export of another shop, as one unit.

    Records come in any order: a line may come long before the order that it belongs to.  The
    stock does not change.

    Args:
        conn: As for `place_order`.
        records: The rows.

    Returns:
        How many records were stored.

    Raises:
        sqlite3.IntegrityError: A record breaks a rule of the tables, or the order of a line is
            not there when all records are stored.  Then nothing is stored and no transaction is
            open.
        BaseException: Whatever `records` raises while it is read.  Then, too, nothing is stored
            and no transaction is open.
    """
    # TODO task 3
    raise NotImplementedError
