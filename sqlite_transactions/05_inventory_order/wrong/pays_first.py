"""Takes the money first, and then looks whether the goods are there."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "what_cannot_be_had_is_not_paid"
SAYS = "nobody pays for what cannot be had"


class OrderService(_Good):
    """Pay for a price list, then try to reserve."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """The customer's money is gone when the goods turn out to be."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        prices = dict(self.conn.execute("SELECT id, price_cents FROM products"))
        payment = pay(sum(prices.get(product, 0) * count for product, count in cart.items()))
        return super().checkout(cart, lambda _: payment)
