"""Removes the teams before their members."""

from solution import *
from solution import _ALL

FAILS = "purge_removes_what_is_old"
SAYS = "goes before the row"


def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """Their members still refer to them."""
    before = datetime.now(UTC) - older_than
    removed = 0
    with sessions.begin() as session:
        for model in (Team, Member, Note):
            statement = delete(model).where(model.deleted_at < before).returning(model.id)
            removed += len(session.scalars(statement, execution_options=_ALL).all())
    return removed
