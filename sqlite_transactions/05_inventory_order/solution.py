"""Reference answer: two short transactions around the payment, and one guarded change of state."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

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
    """Orders in one database, beside other programs that use it at the same time."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Reserve what is in a cart, have it paid, and store the order as paid."""
        order_id, total = self.reserve(cart)
        try:
            payment = pay(total)  # between two transactions: nobody waits for the gateway
        except BaseException:
            # The reservation is committed: to undo it takes a transaction of its own.
            with transaction(self.conn):
                self.change(order_id, "pending", "cancelled")
                self.give_back(order_id)
            raise
        with transaction(self.conn):
            self.change(order_id, "pending", "paid")
            self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
        return OrderResult(order_id, total, payment)

    def fulfil(self, order_id: int) -> None:
        """Note that a paid order was delivered."""
        with transaction(self.conn):
            self.change(order_id, "paid", "fulfilled")

    def cancel(self, order_id: int) -> None:
        """Cancel a paid order and put its goods into the stock again."""
        with transaction(self.conn):
            self.change(order_id, "paid", "cancelled")
            self.give_back(order_id)

    def reserve(self, cart: Cart) -> tuple[int, int]:
        """Store a pending order with its goods taken from the stock; its id and total."""
        if not cart or min(cart.values()) < 1:
            raise ValueError("a cart holds one piece or more of each product")
        with transaction(self.conn):
            (order_id,) = self.conn.execute(
                "INSERT INTO orders (status, total_cents) VALUES ('pending', 0) RETURNING id"
            ).fetchone()
            total = 0
            for product_id, quantity in cart.items():
                price = self.take(product_id, quantity)
                self.conn.execute(
                    "INSERT INTO order_lines VALUES (?, ?, ?, ?)",
                    (order_id, product_id, quantity, price),
                )
                total += quantity * price
            self.conn.execute("UPDATE orders SET total_cents = ? WHERE id = ?", (total, order_id))
            self.note(order_id, None, "pending")
        return order_id, total

    def take(self, product_id: int, quantity: int) -> int:
        """Lower the stock and return the price of one piece."""
        row = self.conn.execute(
            "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?"
            " RETURNING price_cents",
            (quantity, product_id, quantity),
        ).fetchone()
        if row is not None:
            return row[0]
        found = self.conn.execute("SELECT 1 FROM products WHERE id = ?", (product_id,)).fetchone()
        if found is None:
            raise UnknownProduct(f"there is no product {product_id}")
        raise OutOfStock(f"there are not {quantity} left of product {product_id}")

    def give_back(self, order_id: int) -> None:
        """Put the goods of an order into the stock again."""
        self.conn.execute(
            "UPDATE products SET stock = stock + order_lines.quantity FROM order_lines"
            " WHERE order_lines.product_id = products.id AND order_lines.order_id = ?",
            (order_id,),
        )

    def change(self, order_id: int, old: str, new: str) -> None:
        """Change the status, and note it; the caller has begun a transaction."""
        # The old status is part of the UPDATE: of two programs only one finds it.
        changed = self.conn.execute(
            "UPDATE orders SET status = ? WHERE id = ? AND status = ?", (new, order_id, old)
        )
        if changed.rowcount == 0:
            row = self.conn.execute(
                "SELECT status FROM orders WHERE id = ?", (order_id,)
            ).fetchone()
            if row is None:
                raise UnknownOrder(f"there is no order {order_id}")
            raise WrongState(f"order {order_id} is {row[0]}, not {old}: it cannot be {new}")
        self.note(order_id, old, new)

    def note(self, order_id: int, old: str | None, new: str) -> None:
        """Write the audit row of a change."""
        self.conn.execute(
            "INSERT INTO audit (order_id, old, new) VALUES (?, ?, ?)", (order_id, old, new)
        )


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a block one unit that holds the write lock from its start."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


# ---- run by itself: a payment inside the lock, a double cancel, and the right way ------------


class Declined(Exception):
    """The card was refused."""


def main(folder: Path) -> None:
    """Show what two common designs do, and what the service does."""
    conn, other = shop(folder / "shop.db"), sqlite3.connect(folder / "shop.db", autocommit=True)
    other.execute("PRAGMA busy_timeout = 0")

    def somebody_else_writes() -> str:
        try:
            other.execute("UPDATE products SET name = name")
        except sqlite3.OperationalError as error:
            return f"refused, “{error}”"
        return "goes on"

    print("1. The payment inside the transaction; meanwhile another customer's order ...")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("UPDATE products SET stock = stock - 1 WHERE id = 1")
    print(f"   ... is {somebody_else_writes()}: the shop stands still for each payment")
    conn.execute("ROLLBACK")

    print("2. Cancelling without a guard, twice:")
    conn.execute("BEGIN")
    for _ in range(2):
        conn.execute("UPDATE orders SET status = 'cancelled' WHERE id = 1")
        conn.execute("UPDATE products SET stock = stock + 2 WHERE id = 1")
    print(f"   3 in stock and 2 ordered, and now the stock is {stock(conn)}")
    conn.execute("ROLLBACK")

    print("3. OrderService:")
    service = OrderService(conn)

    def pay(cents: int) -> str:
        print(f"   paying {cents}; the stock is {stock(conn)}, another order", end=" ")
        print(somebody_else_writes())
        return "visa-1"

    def decline(cents: int) -> str:
        raise Declined

    result = service.checkout({1: 2}, pay)
    with suppress(Declined):
        service.checkout({1: 1}, decline)
    print(f"   after a declined card the stock is {stock(conn)} again")
    service.cancel(result.order_id)
    try:
        service.cancel(result.order_id)
    except WrongState as error:
        print(f"   cancelled, the stock is {stock(conn)}; a second time: {error}")
    print("   audit (order, old, new):")
    for row in conn.execute("SELECT order_id, old, new FROM audit"):
        print(f"      {row}")
    conn.close()
    other.close()


def shop(path: Path) -> sqlite3.Connection:
    """Open a shop with three bottles, and two more in a paid order."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.executescript(SCHEMA)
    conn.execute("INSERT INTO products VALUES (1, 'bottle', 250, 3)")
    conn.execute("INSERT INTO orders VALUES (1, 'paid', 500, 'visa-0')")
    conn.execute("INSERT INTO order_lines VALUES (1, 1, 2, 250)")
    conn.execute("INSERT INTO audit (order_id, new) VALUES (1, 'pending')")
    conn.execute("INSERT INTO audit (order_id, old, new) VALUES (1, 'pending', 'paid')")
    return conn


def stock(conn: sqlite3.Connection) -> int:
    """How many bottles are left."""
    return conn.execute("SELECT stock FROM products").fetchone()[0]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
