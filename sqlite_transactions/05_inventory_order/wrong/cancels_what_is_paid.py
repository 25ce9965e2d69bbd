"""Takes every error behind the reservation for a failed payment, also when the money is taken."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_failing_statement_undoes_its_transaction"
SAYS = "an order is cancelled only when pay() has raised"


class OrderService(_Good):
    """The customer has paid, and gets nothing."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """One try around the payment and around the note of it."""
        order_id, total = self.reserve(cart)
        try:
            payment = pay(total)
            with transaction(self.conn):
                self.change(order_id, "pending", "paid")
                self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
        except BaseException:
            with transaction(self.conn):
                self.change(order_id, "pending", "cancelled")
                self.give_back(order_id)
            raise
        return OrderResult(order_id, total, payment)
