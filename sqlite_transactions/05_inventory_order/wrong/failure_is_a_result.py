"""Gives the goods back, and keeps the reason to itself."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_failed_payment_gives_the_goods_back"
SAYS = "it must raise Declined"


class OrderService(_Good):
    """Return a result also where nothing was paid."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Catch whatever the gateway raises."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        try:
            return super().checkout(cart, pay)
        except OrderError:
            raise
        except Exception:
            return OrderResult(0, 0, "")
