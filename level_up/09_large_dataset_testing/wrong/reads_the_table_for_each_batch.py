"""Takes a LIMIT in a subquery for all that it takes to read little."""

from solution import *

FAILS = "a_large_purge_stays_small"
SAYS = "finds its own by the index"


def purge(engine: Engine, before: int, batch: int) -> int:
    """PostgreSQL joins the ids with the table, and reads it from end to end for that."""
    last = -(2**63)
    count = 0
    while True:
        query = select(Event.id).where(Event.at < before, Event.id > last)
        ids = query.order_by(Event.id).limit(batch)
        statement = delete(Event).where(Event.id.in_(ids)).returning(Event.id)
        with engine.begin() as connection:
            deleted = connection.scalars(statement).all()
        if not deleted:
            return count
        count += len(deleted)
        last = max(deleted)
