"""Reference answer: one context manager that commits everything or rolls back everything."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
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


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a block one unit: committed at its end, undone whatever raises."""
    conn.execute("BEGIN IMMEDIATE")  # it is going to write: so it waits for the lock here
    try:
        yield
        conn.execute("COMMIT")  # inside the try: a COMMIT that fails leaves the transaction open
    except BaseException:
        if conn.in_transaction:  # after some errors SQLite has rolled back by itself
            conn.execute("ROLLBACK")
        raise


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Store an order: one row in `orders`, one for each line in `order_lines`, and less stock."""
    if not lines:
        raise ValueError("an order has at least one line")
    if any(line.quantity < 1 for line in lines):
        raise ValueError("a quantity is 1 or more")
    with transaction(conn):
        customer = conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone()
        if customer is None:
            raise UnknownCustomer(f"there is no customer {customer_id}")
        (order_id,) = conn.execute(
            "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id",
            (customer_id,),
        ).fetchone()
        total = 0
        for position, line in enumerate(lines, start=1):
            price = take_from_stock(conn, line.product_id, line.quantity)
            conn.execute(
                "INSERT INTO order_lines (order_id, position, product_id, quantity, price_cents)"
                " VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
            total += price * line.quantity
        conn.execute("UPDATE orders SET total_cents = ? WHERE id = ?", (total, order_id))
    return order_id


def take_from_stock(conn: sqlite3.Connection, product_id: int, quantity: int) -> int:
    """Lower the stock and return the stored price of one piece."""
    # Comparing and changing are one statement: it sees what the lines before it have taken.
    row = conn.execute(
        "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ? RETURNING price_cents",
        (quantity, product_id, quantity),
    ).fetchone()
    if row is not None:
        return row[0]
    if conn.execute("SELECT 1 FROM products WHERE id = ?", (product_id,)).fetchone() is None:
        raise UnknownProduct(f"there is no product {product_id}")
    raise OutOfStock(f"there are not {quantity} left of product {product_id}")


_INSERTS = {
    "orders": "INSERT INTO orders VALUES (?, ?, ?)",
    "order_lines": "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
}


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Store orders and lines from the export of another shop, as one unit."""
    count = 0
    with transaction(conn):
        for table, values in records:
            conn.execute(_INSERTS[table], values)
            count += 1
    return count


# ---- run by itself: statement by statement, then as one unit ---------------------------------


def main(folder: Path) -> None:
    """Show a half-stored order, a whole one, and a COMMIT that fails."""
    cart = [Line(1, 2, 250), Line(2, 1, 900), Line(3, 1, 50)]
    print("Tea and coffee are in stock, milk is not. The order: 2 tea, 1 coffee, 1 milk.")

    print("\n1. Statement by statement, without BEGIN:")
    with closing(shop(folder / "naive.db")) as conn:
        try:
            careless(conn, 1, cart)
        except OutOfStock as error:
            print(f"   OutOfStock: {error}")
        show(conn)
        print("   The goods are gone, and half an order without a total is left.")

    print("\n2. place_order(), one transaction:")
    with closing(shop(folder / "right.db")) as conn:
        try:
            place_order(conn, 1, cart)
        except OutOfStock as error:
            print(f"   OutOfStock: {error}")
        show(conn)
        print(f"   without the milk: order {place_order(conn, 1, cart[:2])}")
        show(conn)

        print("\n3. A line whose order never comes; the foreign key is deferred:")
        conn.execute("BEGIN")
        conn.execute("INSERT INTO order_lines VALUES (77, 1, 1, 1, 250)")
        print("   the INSERT is accepted: the order may still come")
        try:
            conn.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            print(f"   the COMMIT is not: “{error}”, in_transaction is {conn.in_transaction}")
        conn.execute("ROLLBACK")
        records: list[Record] = [("order_lines", (77, 1, 1, 1, 250)), ("orders", (77, 1, 250))]
        print(f"   import_orders() with the order behind its line: {import_orders(conn, records)}")


def careless(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> None:
    """Let every statement save itself."""
    (order_id,) = conn.execute(
        "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id", (customer_id,)
    ).fetchone()
    for position, line in enumerate(lines, start=1):
        price = take_from_stock(conn, line.product_id, line.quantity)
        conn.execute(
            "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
            (order_id, position, line.product_id, line.quantity, price),
        )


def shop(path: Path) -> sqlite3.Connection:
    """Open a new shop with tea, coffee and no milk."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.executescript(SCHEMA)
    conn.execute("INSERT INTO customers VALUES (1, 'Ana')")
    conn.execute(
        "INSERT INTO products VALUES (1, 'tea', 250, 3), (2, 'coffee', 900, 1), (3, 'milk', 50, 0)"
    )
    return conn


def show(conn: sqlite3.Connection) -> None:
    """Print what is stored."""
    stock = dict(conn.execute("SELECT name, stock FROM products"))
    orders = conn.execute("SELECT id, total_cents FROM orders").fetchall()
    (lines,) = conn.execute("SELECT COUNT(*) FROM order_lines").fetchone()
    print(f"   stock {stock}; orders (id, total) {orders}; {lines} lines")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
