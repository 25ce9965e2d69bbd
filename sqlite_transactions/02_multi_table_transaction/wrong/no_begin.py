"""Thinks that statements in one function are one unit."""

from solution import *

FAILS = "a_bad_order_leaves_nothing"
SAYS = "had changed: an order is stored as a whole or not at all"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """In autocommit mode `with conn:` neither begins nor rolls back."""
    with conn:
        yield


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Each statement saves itself."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise ValueError
    with transaction(conn):
        if not conn.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone():
            raise UnknownCustomer
        (order_id,) = conn.execute(
            "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0) RETURNING id",
            (customer_id,),
        ).fetchone()
        total = 0
        for position, line in enumerate(lines, start=1):
            price = take_from_stock(conn, line.product_id, line.quantity)
            conn.execute(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
                (order_id, position, line.product_id, line.quantity, price),
            )
            total += price * line.quantity
        conn.execute("UPDATE orders SET total_cents = ? WHERE id = ?", (total, order_id))
    return order_id
