"""Thinks that a SELECT before the block is in no transaction."""

from solution import *

FAILS = "refused_moves_change_nothing"
SAYS = "after move_stock(conn, 3, 99, 5) raised UnknownProduct, another connection cannot write"


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """With autocommit=False it is, and its lock stays when the move is refused."""
    if qty < 1 or src == dst:
        raise ValueError("a move needs two products and at least one piece")
    stock = dict(conn.execute("SELECT id, quantity FROM products").fetchall())
    for product_id in (src, dst):
        if product_id not in stock:
            raise UnknownProduct(product_id)
    if stock[src] < qty:
        raise NotEnoughStock(src)
    update = "UPDATE products SET quantity = quantity + ? WHERE id = ?"
    with transaction(conn):
        conn.execute(update, (-qty, src))
        conn.execute(update, (qty, dst))
