"""Takes one transaction for all that there is to gain."""

from solution import *

FAILS = "bulk_sends_few_statements"
SAYS = "at most 100"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """A statement for each row."""
    return load_core(engine, rows)
