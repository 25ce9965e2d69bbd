"""Thinks that SQL in a value can do no harm where rows are only read."""

from solution import *

FAILS = "a_missing_product_is_none"
SAYS = "get_product() took the id"


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """Whoever chooses the id chooses which rows are read."""
    with conn:
        row = conn.execute(f"SELECT * FROM products WHERE id = {product_id}").fetchone()
    return None if row is None else Product(*row)
