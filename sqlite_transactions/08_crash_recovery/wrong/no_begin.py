"""Thinks that three statements in one function are one step."""

from solution import *

FAILS = "no_sale_without_goods"
SAYS = "rows had changed: all three or none"


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Each statement saves itself."""
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
    payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
    conn.execute(
        "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
        (sale_id, f"sale-{sale_id}", json.dumps(payload)),
    )
    return sale_id
