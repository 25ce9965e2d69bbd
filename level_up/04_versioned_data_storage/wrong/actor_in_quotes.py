"""Builds a statement out of a name."""

from solution import *

FAILS = "the_actor_is_recorded"
SAYS = "bind parameter"


def acting_as(s: Session, actor: str) -> None:
    """Quotes, percent signs and colons in a name become SQL."""
    s.execute(text(f"SET LOCAL app.actor = '{actor}'"))
