"""Makes the key of what is sold: two equal sales have the same key."""

from solution import *

FAILS = "a_sale_is_three_changes"
SAYS = "two equal sales are two sales, and each message has a key of its own"


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """The second tea of the day is a duplicate of the first."""
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
        payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
        key = str(uuid.uuid5(uuid.NAMESPACE_OID, repr(sale)))
        conn.execute(
            "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
            (sale_id, key, json.dumps(payload)),
        )
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    return sale_id
