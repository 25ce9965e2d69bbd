"""Does not look whether there are any rows."""

from solution import *

FAILS = "bulk_loads_every_row"
SAYS = "NOT NULL constraint failed"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """An INSERT with no rows is an INSERT of one row of defaults."""
    collected = [row._asdict() for row in rows]
    with engine.begin() as connection:
        connection.execute(insert(Event), collected)
    return len(collected)
