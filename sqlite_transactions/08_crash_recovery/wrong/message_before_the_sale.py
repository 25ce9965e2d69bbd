"""Writes the message first and commits it: it tells of a sale that may never be."""

from solution import *

FAILS = "a_kill_leaves_all_or_nothing"
SAYS = "0 sales, 1 messages"


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Foreign keys are off for a moment, so that it can be written at all."""
    row = conn.execute("SELECT stock FROM products WHERE id = ?", (sale.product_id,)).fetchone()
    if row is None or row[0] < sale.quantity:
        raise OutOfStock
    if sale.quantity < 1:
        raise sqlite3.IntegrityError("CHECK")
    (sale_id,) = conn.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM sales").fetchone()
    payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute(
        "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
        (sale_id, f"sale-{sale_id}", json.dumps(payload)),
    )
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO sales VALUES (?, ?, ?)", (sale_id, sale.product_id, sale.quantity))
    conn.execute(
        "UPDATE products SET stock = stock - ? WHERE id = ?", (sale.quantity, sale.product_id)
    )
    conn.execute("COMMIT")
    return sale_id
