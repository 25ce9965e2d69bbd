"""Thinks that to delete what was saved is as good as a rollback."""

from solution import *

FAILS = "one_commit_stores_the_order"
SAYS = "to remove rows later is no rollback"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Save each step, and take the steps back when one fails: meanwhile others see them."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    if not conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone():
        raise UnknownCustomer
    (order_id,) = conn.execute(
        "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id", (customer_id,)
    ).fetchone()
    taken: list[Line] = []
    total = 0
    try:
        for position, line in enumerate(lines, start=1):
            price = take_from_stock(conn, line.product_id, line.quantity)
            taken.append(line)
            conn.execute(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
            total += price * line.quantity
        conn.execute("UPDATE orders SET total_cents = ? WHERE id = ?", (total, order_id))
    except BaseException:
        for line in taken:
            conn.execute(
                "UPDATE products SET stock = stock + ? WHERE id = ?",
                (line.quantity, line.product_id),
            )
        conn.execute("DELETE FROM order_lines WHERE order_id = ?", (order_id,))
        conn.execute("DELETE FROM orders WHERE id = ?", (order_id,))
        raise
    return order_id
