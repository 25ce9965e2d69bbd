"""Saves the sale and the stock, and then the message."""

from solution import *

FAILS = "a_kill_leaves_all_or_nothing"
SAYS = "1 sales, 0 messages"


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Killed between the two commits, a sale of which nobody is told."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        taken = conn.execute(
            "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?",
            (sale.quantity, sale.product_id, sale.quantity),
        )
        if taken.rowcount == 0:
            raise OutOfStock
        (sale_id,) = conn.execute(
            "INSERT INTO sales (product_id, quantity) VALUES (?, ?) RETURNING id",
            (sale.product_id, sale.quantity),
        ).fetchone()
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
    conn.execute(
        "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
        (sale_id, f"sale-{sale_id}", json.dumps(payload)),
    )
    return sale_id
