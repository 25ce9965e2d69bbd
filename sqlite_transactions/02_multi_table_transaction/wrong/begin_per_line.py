"""Thinks that every line deserves a transaction of its own."""

from solution import *

FAILS = "a_bad_order_leaves_nothing"
SAYS = "an order is stored as a whole or not at all"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Save the order, then line after line."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    with transaction(conn):
        if not conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone():
            raise UnknownCustomer
        (order_id,) = conn.execute(
            "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id",
            (customer_id,),
        ).fetchone()
    for position, line in enumerate(lines, start=1):
        with transaction(conn):
            price = take_from_stock(conn, line.product_id, line.quantity)
            conn.execute(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
            conn.execute(
                "UPDATE orders SET total_cents = total_cents + ? WHERE id = ?",
                (price * line.quantity, order_id),
            )
    return order_id
