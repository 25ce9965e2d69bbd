"""Thinks that only the errors one has thought of need a rollback."""

from solution import *

FAILS = "any_failure_is_undone"
SAYS = "had changed all the same"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Roll back after an OrderError, save what there is after any other."""
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
        return order_id
    except OrderError:
        conn.execute("ROLLBACK")
        raise
    finally:
        if conn.in_transaction:
            conn.execute("COMMIT")
