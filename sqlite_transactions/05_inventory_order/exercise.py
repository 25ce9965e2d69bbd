"""Sell goods from a stock: reserve, pay, fulfil, cancel, and an audit of every change.

The schema, the exceptions and `OrderResult` are given.  You write the three methods.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock       INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    status      TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'fulfilled', 'cancelled')),
    total_cents INTEGER NOT NULL,
    payment     TEXT                              -- the payment's reference; stays when cancelled
) STRICT;
CREATE TABLE order_lines (
    order_id    INTEGER NOT NULL REFERENCES orders (id),
    product_id  INTEGER NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL,                 -- of one piece
    PRIMARY KEY (order_id, product_id)
) STRICT;
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    old      TEXT,                                -- NULL for an order that is new
    new      TEXT NOT NULL
) STRICT;
"""
"""The tables that the database already holds, in WAL mode."""

type Cart = Mapping[int, int]
"""How many (at least 1) of which product."""


class OrderError(Exception):
    """A request that was refused."""


class UnknownProduct(OrderError):
    """There is no such product."""


class OutOfStock(OrderError):
    """There are fewer than wanted."""


class UnknownOrder(OrderError):
    """There is no such order."""


class WrongState(OrderError):
    """The order is in a state from which this change is not allowed."""


@dataclass(frozen=True)
class OrderResult:
    """A paid order."""

    order_id: int
    total_cents: int
    payment: str
    """What `pay` returned."""


class OrderService:
    """Orders in one database, beside other programs that use it at the same time.

    Each change of an order's status gets a row in `audit`, saved together with it.  Whatever a
    method raises, no transaction is open afterwards.

    Args:
        conn: An open connection in autocommit mode (`autocommit=True`) with foreign keys
            enforced: BEGIN, COMMIT and ROLLBACK are yours to execute.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Reserve what is in a cart, have it paid, and store the order as paid.

        The order is stored as `pending`, with its goods taken from the stock, before `pay` is
        called, and no transaction is open during that call: it can take long.

        Args:
            cart: What is bought.
            pay: Takes the total in cents, and returns the payment's reference or raises.

        Returns:
            The paid order.

        Raises:
            ValueError: The cart is empty, or a quantity is less than 1.
            UnknownProduct: A product does not exist.
            OutOfStock: There is too little of a product.
            Exception: Whatever `pay` raises.  The order is `cancelled` then, and its goods are
                in the stock again.
        """
        # TODO task 1: reserve, pay, note the payment
        # TODO task 2: pay outside of the transactions, and undo the reservation when it fails
        # TODO task 4: write the audit
        raise NotImplementedError

    def fulfil(self, order_id: int) -> None:
        """Note that a paid order was delivered.

        Raises:
            UnknownOrder: There is no such order.
            WrongState: The order is not `paid`.
        """
        # TODO task 3 (and 4)
        raise NotImplementedError

    def cancel(self, order_id: int) -> None:
        """Cancel a paid order and put its goods into the stock again.

        An order that is `pending` cannot be cancelled: its payment is under way.

        Raises:
            UnknownOrder: There is no such order.
            WrongState: The order is not `paid`.
        """
        # TODO task 3 (and 4)
        raise NotImplementedError
