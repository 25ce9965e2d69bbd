"""Thinks that an error after the block still undoes it."""

from solution import *

FAILS = "refused_moves_change_nothing"
SAYS = "a move that is refused changes nothing"


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Notice too late that there was not enough."""
    if qty < 1 or src == dst:
        raise ValueError("a move needs two products and at least one piece")
    update = "UPDATE products SET quantity = quantity + ? WHERE id = ?"
    with transaction(conn):
        for product_id, change in ((src, -qty), (dst, qty)):
            if conn.execute(update, (change, product_id)).rowcount == 0:
                raise UnknownProduct(product_id)
        (left,) = conn.execute("SELECT quantity FROM products WHERE id = ?", (src,)).fetchone()
    if left < 0:
        raise NotEnoughStock(src)
