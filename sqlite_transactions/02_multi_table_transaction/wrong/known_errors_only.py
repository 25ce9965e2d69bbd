"""Thinks that a list of the known errors is enough: Ctrl-C is on no list."""

from solution import *

FAILS = "any_failure_is_undone"
SAYS = "was ended by Ctrl-C, a transaction is still open"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Roll back after errors of the database and of the shop."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    conn.execute("BEGIN")
    try:
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
        conn.execute("COMMIT")
        return order_id
    except (sqlite3.Error, OrderError):
        conn.execute("ROLLBACK")
        raise
