"""Gives rows to a session, which makes a statement of its own for each change of the NULLs."""

from solution import *

FAILS = "bulk_sends_few_statements"
SAYS = "at most 100"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """A column that is None is left out of the INSERT, and the next row is another INSERT."""
    count = 0
    with Session(engine) as session:
        for batch in itertools.batched(rows, 5_000):
            session.execute(insert(Event), [row._asdict() for row in batch])
            count += len(batch)
        session.commit()
    return count
