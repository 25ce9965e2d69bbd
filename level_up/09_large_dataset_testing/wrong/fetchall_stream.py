"""Loops over a result, and does not know that the driver has fetched it all."""

from solution import *
from solution import _COLUMNS

FAILS = "a_million_rows_are_streamed"
SAYS = "a driver fetches all"


def stream(engine: Engine) -> Iterator[EventRow]:
    """One row at a time, of a million in memory."""
    with engine.connect() as connection:
        for row in connection.execute(select(*_COLUMNS).order_by(Event.id)):
            yield EventRow(*row)
