"""Thinks that there is always something to roll back: one error hides the other."""

from solution import *

FAILS = "any_failure_is_undone"
SAYS = "got OperationalError('cannot rollback - no transaction is active')"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """BEGIN inside of the try, and ROLLBACK without a look at the connection."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    try:
        conn.execute("BEGIN")
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
    except BaseException:
        conn.execute("ROLLBACK")
        raise
