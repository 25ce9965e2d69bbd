"""Compares wall clocks and throws the time zone away."""

from datetime import UTC

from solution import *
from solution import as_of as _good

FAILS = "as_of_is_right_on_the_boundary"
SAYS = "in another time zone"


def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """The hands of a clock in India show another instant than those of one in London."""
    return _good(s, contract_id, at.replace(tzinfo=UTC))
