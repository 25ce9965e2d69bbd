"""Expects rows in the order in which they were inserted."""

from solution import *
from solution import _COLUMNS

FAILS = "a_stream_gives_all_rows_in_order"
SAYS = "promises no order"


def stream(engine: Engine) -> Iterator[EventRow]:
    """Without ORDER BY."""
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=2_000).execute(select(*_COLUMNS)):
            yield EventRow(*row)
