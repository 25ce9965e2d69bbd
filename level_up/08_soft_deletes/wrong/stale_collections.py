"""Forgets that the session has collections loaded already."""

from solution import *
from solution import _family

FAILS = "what_belongs_goes_along"
SAYS = "loaded collection still shows"


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """The table is right, and team.members is not."""
    if obj.deleted_at is not None:
        return
    at = at or datetime.now(UTC)
    members, notes = _family(obj)
    for model, condition in ((Note, notes), (Member, members)):
        if condition is not None:
            session.execute(update(model).where(condition).values(deleted_at=at))
    obj.deleted_at = at
    session.flush()
