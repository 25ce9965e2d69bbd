"""Thinks that an UPDATE which finds no row raises an error."""

from solution import *

FAILS = "refused_moves_change_nothing"
SAYS = "it raises UnknownProduct"


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Pieces for a product that does not exist are lost."""
    if qty < 1 or src == dst:
        raise ValueError("a move needs two products and at least one piece")
    update = "UPDATE products SET quantity = quantity + ? WHERE id = ?"
    with transaction(conn):
        conn.execute(update, (-qty, src))
        (left,) = conn.execute("SELECT quantity FROM products WHERE id = ?", (src,)).fetchone()
        if left < 0:
            raise NotEnoughStock(src)
        conn.execute(update, (qty, dst))
