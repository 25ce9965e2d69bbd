"""Deletes in batches, and commits when all are done."""

from solution import *

FAILS = "a_purge_deletes_what_is_old"
SAYS = "one transaction deleted"


def purge(engine: Engine, before: int, batch: int) -> int:
    """Small statements, one large transaction."""
    oldest = select(Event.id).where(Event.at < before).limit(batch)
    count = 0
    with engine.begin() as connection:
        while deleted := connection.execute(delete(Event).where(Event.id.in_(oldest))).rowcount:
            count += deleted
    return count
