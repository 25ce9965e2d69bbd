"""Thinks that the order can be saved first and its lines afterwards."""

from solution import *

FAILS = "any_failure_is_undone"
SAYS = "orders had changed all the same"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Save the header, then the lines; everything was looked at before."""
    refuse(conn, customer_id, lines)
    prices = dict(conn.execute("SELECT id, price_cents FROM products"))
    total = sum(prices[line.product_id] * line.quantity for line in lines)
    with transaction(conn):
        (order_id,) = conn.execute(
            "INSERT INTO orders (customer_id, total_cents) VALUES (?, ?) RETURNING id",
            (customer_id, total),
        ).fetchone()
    with transaction(conn):
        for position, line in enumerate(lines, start=1):
            price = take_from_stock(conn, line.product_id, line.quantity)
            conn.execute(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
    return order_id


def refuse(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> None:
    """Try the whole order in a transaction that is never kept."""

    class Fine(Exception):
        """Nothing is wrong."""

    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    try:
        with transaction(conn):
            if not conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone():
                raise UnknownCustomer
            for line in lines:
                take_from_stock(conn, line.product_id, line.quantity)
            raise Fine
    except Fine:
        pass
