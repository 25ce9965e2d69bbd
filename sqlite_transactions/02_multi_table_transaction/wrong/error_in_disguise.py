"""Takes every error of the database for a product that has run out."""

from solution import *

FAILS = "any_failure_is_undone"
SAYS = "the caller of place_order() got OutOfStock()"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """The CHECK on the stock raises a sqlite3.Error, and so does a broken disk."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    try:
        with transaction(conn):
            if not conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone():
                raise UnknownCustomer
            (order_id,) = conn.execute(
                "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id",
                (customer_id,),
            ).fetchone()
            total = 0
            for position, line in enumerate(lines, start=1):
                price = take_from_stock(conn, line.product_id, line.quantity)
                conn.execute(
                    "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                    (order_id, position, line.product_id, line.quantity, price),
                )
                total += price * line.quantity
            conn.execute("UPDATE orders SET total_cents = ? WHERE id = ?", (total, order_id))
    except sqlite3.Error as error:
        raise OutOfStock from error
    return order_id
