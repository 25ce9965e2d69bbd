"""Thinks that the database refuses a quantity below zero by itself."""

from solution import *

FAILS = "refused_moves_change_nothing"
SAYS = "it raises NotEnoughStock"


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Ask nobody how many there are."""
    if qty < 1 or src == dst:
        raise ValueError("a move needs two products and at least one piece")
    update = "UPDATE products SET quantity = quantity + ? WHERE id = ?"
    with transaction(conn):
        for product_id, change in ((src, -qty), (dst, qty)):
            if conn.execute(update, (change, product_id)).rowcount == 0:
                raise UnknownProduct(product_id)
