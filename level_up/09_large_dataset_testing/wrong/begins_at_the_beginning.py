"""Lets each batch look for its rows from the first one on."""

from solution import *

FAILS = "a_large_purge_stays_small"
SAYS = "behind those of the last one"


def purge(engine: Engine, before: int, batch: int) -> int:
    """It meets all young rows again, each time."""
    oldest = select(Event.id).where(Event.at < before).order_by(Event.id).limit(batch)
    count = 0
    while True:
        with engine.begin() as connection:
            ids = connection.scalars(oldest).all()
            count += connection.execute(delete(Event).where(Event.id.in_(ids))).rowcount
        if not ids:
            return count
