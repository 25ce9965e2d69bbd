"""Makes a list of all rows, to have one statement."""

from solution import *

FAILS = "bulk_holds_few_rows"
SAYS = "a million take twenty times as much"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """The statement is one; the rows are all there at once."""
    collected = [row._asdict() for row in rows]
    if collected:
        with engine.begin() as connection:
            connection.execute(insert(Event), collected)
    return len(collected)
