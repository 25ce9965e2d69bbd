"""Takes a rowcount of 0 for a wrong state: an order that does not exist has none."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "wrong_states_are_refused"
SAYS = "it must raise UnknownOrder"


class OrderService(_Good):
    """An UPDATE that changes no row has two possible reasons."""

    def fulfil(self, order_id: int) -> None:
        """Ask no further."""
        try:
            super().fulfil(order_id)
        except UnknownOrder as error:
            raise WrongState from error
