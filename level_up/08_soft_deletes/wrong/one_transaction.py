"""Removes batch after batch in one transaction."""

from solution import *
from solution import _ALL

FAILS = "purge_goes_in_batches"
SAYS = "one transaction removed 31"


def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """The locks of the first batch are held until the last is done."""
    before = datetime.now(UTC) - older_than
    removed = 0
    with sessions.begin() as session:
        for model in (Note, Member, Team):
            chosen = select(model.id).where(model.deleted_at < before).limit(batch)
            statement = delete(model).where(model.id.in_(chosen)).returning(model.id)
            while gone := session.scalars(statement, execution_options=_ALL).all():
                removed += len(gone)
    return removed
