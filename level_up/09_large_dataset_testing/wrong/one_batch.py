"""Deletes one batch and takes it for all."""

from solution import *

FAILS = "a_purge_deletes_what_is_old"
SAYS = "rows were that old"


def purge(engine: Engine, before: int, batch: int) -> int:
    """Nobody comes back for the others."""
    oldest = select(Event.id).where(Event.at < before).limit(batch)
    with engine.begin() as connection:
        return connection.execute(delete(Event).where(Event.id.in_(oldest))).rowcount
