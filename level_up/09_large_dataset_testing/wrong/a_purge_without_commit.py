"""Forgets to commit, and finds the same rows for ever."""

from solution import *

FAILS = "a_purge_deletes_what_is_old"
SAYS = "that ends without a commit is undone"


def purge(engine: Engine, before: int, batch: int) -> int:
    """A connection that is closed rolls back."""
    oldest = select(Event.id).where(Event.at < before).order_by(Event.id).limit(batch)
    count = 0
    while True:
        with engine.connect() as connection:
            ids = connection.scalars(oldest).all()
            if not ids:
                return count
            count += connection.execute(delete(Event).where(Event.id.in_(ids))).rowcount
