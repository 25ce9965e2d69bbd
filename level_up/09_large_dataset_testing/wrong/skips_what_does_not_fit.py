"""Leaves out rows that the table refuses, without a word."""

from solution import *

FAILS = "a_refused_load_leaves_nothing"
SAYS = "it must raise LoadError"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """ON CONFLICT DO NOTHING, and a count that does not tell."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    count = 0
    with engine.begin() as connection:
        for batch in itertools.batched(rows, 5_000):
            statement = dialect.insert(Event).on_conflict_do_nothing()
            connection.execute(statement, [row._asdict() for row in batch])
            count += len(batch)
    return count
