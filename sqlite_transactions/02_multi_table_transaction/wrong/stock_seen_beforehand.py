"""Compares each line with the stock as it was before the order."""

from solution import *
from solution import place_order as good

FAILS = "a_product_twice_counts_twice"
SAYS = "IntegrityError"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """The second line with the same product finds the stock that the first one has used up."""
    stock = dict(conn.execute("SELECT id, stock FROM products"))
    customer = conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone()
    fits = all(1 <= line.quantity <= stock.get(line.product_id, 0) for line in lines)
    if not (lines and customer and fits):
        return good(conn, customer_id, lines)
    with transaction(conn):
        (order_id,) = conn.execute(
            "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id",
            (customer_id,),
        ).fetchone()
        for position, line in enumerate(lines, start=1):
            (price,) = conn.execute(
                "UPDATE products SET stock = stock - ? WHERE id = ? RETURNING price_cents",
                (line.quantity, line.product_id),
            ).fetchone()
            conn.execute(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
            conn.execute(
                "UPDATE orders SET total_cents = total_cents + ? WHERE id = ?",
                (price * line.quantity, order_id),
            )
    return order_id
