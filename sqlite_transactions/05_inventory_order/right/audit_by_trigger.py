"""Lets triggers write the audit and give goods back; every transaction begins with its write."""

from contextlib import contextmanager

from solution import *  # pyright: ignore[reportAssignmentType]

TRIGGERS = """
CREATE TEMP TRIGGER IF NOT EXISTS order_is_new AFTER INSERT ON orders BEGIN
    INSERT INTO audit (order_id, new) VALUES (NEW.id, NEW.status);
END;
CREATE TEMP TRIGGER IF NOT EXISTS order_changes AFTER UPDATE OF status ON orders BEGIN
    INSERT INTO audit (order_id, old, new) VALUES (NEW.id, OLD.status, NEW.status);
    UPDATE products SET stock = stock + (
        SELECT quantity FROM order_lines WHERE order_id = NEW.id AND product_id = products.id
    )
    WHERE NEW.status = 'cancelled'
      AND id IN (SELECT product_id FROM order_lines WHERE order_id = NEW.id);
END;
"""


class OrderService:
    """The connection gets triggers of its own."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        conn.executescript(TRIGGERS)

    @contextmanager
    def unit(self) -> Iterator[sqlite3.Cursor]:
        """A transaction that Python opens; its first statement is always a write."""
        self.conn.autocommit = False
        try:
            with self.conn:
                yield self.conn.cursor()
        finally:
            self.conn.rollback()
            self.conn.autocommit = True

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Write at once; what is not possible raises and is undone."""
        for quantity in cart.values():
            if quantity < 1:
                raise ValueError(quantity)
        if not cart:
            raise ValueError("empty")
        with self.unit() as cursor:
            cursor.execute("INSERT INTO orders (status, total_cents) VALUES ('pending', 0)")
            order_id = cursor.lastrowid or 0
            for product, quantity in cart.items():
                try:
                    cursor.execute(
                        "UPDATE products SET stock = stock - ? WHERE id = ?", (quantity, product)
                    )
                except sqlite3.IntegrityError as error:
                    raise OutOfStock(str(product)) from error
                if cursor.rowcount == 0:
                    raise UnknownProduct(str(product))
                cursor.execute(
                    "INSERT INTO order_lines"
                    " SELECT ?, id, ?, price_cents FROM products WHERE id = ?",
                    (order_id, quantity, product),
                )
            (total,) = cursor.execute(
                "UPDATE orders SET total_cents ="
                " (SELECT SUM(quantity * price_cents) FROM order_lines WHERE order_id = orders.id)"
                " WHERE id = ? RETURNING total_cents",
                (order_id,),
            ).fetchone()
        try:
            payment = pay(total)
        except Exception:
            self.move(order_id, "pending", "cancelled")
            raise
        with self.unit() as cursor:
            cursor.execute(
                "UPDATE orders SET status = 'paid', payment = ? WHERE id = ?", (payment, order_id)
            )
        return OrderResult(order_id, total, payment)

    def move(self, order_id: int, old: str, new: str) -> None:
        """Change the status of an order."""
        with self.unit() as cursor:
            cursor.execute(
                "UPDATE orders SET status = ? WHERE (id, status) = (?, ?)", (new, order_id, old)
            )
            if cursor.rowcount == 1:
                return
            cursor.execute("SELECT status FROM orders WHERE id = ?", (order_id,))
            raise WrongState(old) if cursor.fetchone() else UnknownOrder(order_id)

    def fulfil(self, order_id: int) -> None:
        """From paid to fulfilled."""
        self.move(order_id, "paid", "fulfilled")

    def cancel(self, order_id: int) -> None:
        """From paid to cancelled."""
        self.move(order_id, "paid", "cancelled")
