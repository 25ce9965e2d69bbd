"""Thinks that each statement needs a transaction, and not the move."""

from solution import *

FAILS = "a_killed_move_is_no_move"
SAYS = "both changes belong into one transaction"


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Look first, then change the two rows one after the other."""
    if qty < 1 or src == dst:
        raise ValueError("a move needs two products and at least one piece")
    select = "SELECT quantity FROM products WHERE id = ?"
    with transaction(conn):
        giver = conn.execute(select, (src,)).fetchone()
        taker = conn.execute(select, (dst,)).fetchone()
    if giver is None or taker is None:
        raise UnknownProduct(src if giver is None else dst)
    if giver[0] < qty:
        raise NotEnoughStock(src)
    update = "UPDATE products SET quantity = quantity + ? WHERE id = ?"
    with transaction(conn):
        conn.execute(update, (-qty, src))
    with transaction(conn):
        conn.execute(update, (qty, dst))
