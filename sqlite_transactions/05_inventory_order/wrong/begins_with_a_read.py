"""Reads first in a plain BEGIN, and thinks that the timeout takes care of the write."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "the_last_piece_is_sold_once"
SAYS = "SQLITE_BUSY_SNAPSHOT"


@contextmanager
def deferred(conn: sqlite3.Connection) -> Iterator[None]:
    """Take the write lock with the first write."""
    conn.execute("BEGIN")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise


class OrderService(_Good):
    """Whoever has read an old snapshot can never write."""

    def reserve(self, cart: Cart) -> tuple[int, int]:
        """Look at the cart, then write."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        total = 0
        with deferred(self.conn):
            for product, count in cart.items():
                row = self.conn.execute(
                    "SELECT stock, price_cents FROM products WHERE id = ?", (product,)
                ).fetchone()
                if row is None:
                    raise UnknownProduct
                if row[0] < count:
                    raise OutOfStock
                total += row[1] * count
            (order_id,) = self.conn.execute(
                "INSERT INTO orders (status, total_cents) VALUES ('pending', ?) RETURNING id",
                (total,),
            ).fetchone()
            for product, count in cart.items():
                line = (order_id, product, count, self.take(product, count))
                self.conn.execute("INSERT INTO order_lines VALUES (?, ?, ?, ?)", line)
            self.note(order_id, None, "pending")
        return order_id, total
