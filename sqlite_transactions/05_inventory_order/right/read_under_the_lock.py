"""Takes the write lock, and then reads and decides in Python: nobody else can write meanwhile."""

from solution import *  # pyright: ignore[reportAssignmentType]


class OrderService:
    """Plain statements in one style: BEGIN IMMEDIATE, look, decide, write."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Look at every product of the cart first, then take all of them."""
        if len(cart) == 0 or any(quantity <= 0 for quantity in cart.values()):
            raise ValueError(cart)
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            found = {
                product: (price, stock)
                for product, price, stock in self.conn.execute(
                    "SELECT id, price_cents, stock FROM products"
                )
            }
            if missing := cart.keys() - found.keys():
                raise UnknownProduct(str(missing))
            for product, quantity in cart.items():
                if found[product][1] < quantity:
                    raise OutOfStock(str(product))
            total = sum(found[product][0] * quantity for product, quantity in cart.items())
            cursor = self.conn.execute(
                "INSERT INTO orders (status, total_cents) VALUES (?, ?)", ("pending", total)
            )
            order_id = cursor.lastrowid
            assert order_id is not None
            self.conn.executemany(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?)",
                [(order_id, item, quantity, found[item][0]) for item, quantity in cart.items()],
            )
            self.conn.executemany(
                "UPDATE products SET stock = ? WHERE id = ?",
                [(found[product][1] - quantity, product) for product, quantity in cart.items()],
            )
            self.conn.execute(
                "INSERT INTO audit (order_id, new) VALUES (?, 'pending')", (order_id,)
            )
            self.conn.execute("COMMIT")
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            raise
        try:
            payment = pay(total)
        except BaseException:
            self._end(order_id, "pending", "cancelled", None)
            raise
        self._end(order_id, "pending", "paid", payment)
        return OrderResult(order_id=order_id, total_cents=total, payment=payment)

    def fulfil(self, order_id: int) -> None:
        """From paid to fulfilled."""
        self._end(order_id, "paid", "fulfilled", None)

    def cancel(self, order_id: int) -> None:
        """From paid to cancelled."""
        self._end(order_id, "paid", "cancelled", None)

    def _end(self, order_id: int, old: str, new: str, payment: str | None) -> None:
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            row = self.conn.execute(
                "SELECT status, payment FROM orders WHERE id = ?", (order_id,)
            ).fetchone()
            if row is None:
                raise UnknownOrder
            if row[0] != old:
                raise WrongState(row[0])
            self.conn.execute(
                "UPDATE orders SET status = ?, payment = ? WHERE id = ?",
                (new, row[1] if payment is None else payment, order_id),
            )
            if new == "cancelled":
                lines = self.conn.execute(
                    "SELECT quantity, product_id FROM order_lines WHERE order_id = ?", (order_id,)
                ).fetchall()
                self.conn.executemany("UPDATE products SET stock = stock + ? WHERE id = ?", lines)
            self.conn.execute(
                "INSERT INTO audit (order_id, old, new) VALUES (?, ?, ?)", (order_id, old, new)
            )
            self.conn.execute("COMMIT")
        finally:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
