"""Leaves the stock to the CHECK, and lets its error out."""

from solution import *

FAILS = "no_sale_without_goods"
SAYS = "it must raise OutOfStock"


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """The caller learns of a constraint, not of the goods."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        conn.execute(
            "UPDATE products SET stock = stock - ? WHERE id = ?", (sale.quantity, sale.product_id)
        )
        (sale_id,) = conn.execute(
            "INSERT INTO sales (product_id, quantity) VALUES (?, ?) RETURNING id",
            (sale.product_id, sale.quantity),
        ).fetchone()
        payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
        conn.execute(
            "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
            (sale_id, f"sale-{sale_id}", json.dumps(payload)),
        )
        conn.execute("COMMIT")
        return sale_id
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
