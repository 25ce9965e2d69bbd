"""Gives all that belongs the new time, also what was deleted long before."""

from solution import *
from solution import _family

FAILS = "what_belongs_goes_along"
SAYS = "what was deleted before keeps its own"


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """What was deleted on its own comes back with the team later."""
    if obj.deleted_at is not None:
        return
    at = at or datetime.now(UTC)
    members, notes = _family(obj)
    options = {"include_deleted": True, "synchronize_session": False}
    for model, condition in ((Note, notes), (Member, members)):
        if condition is not None:
            session.execute(
                update(model).where(condition).values(deleted_at=at), execution_options=options
            )
    obj.deleted_at = at
    session.flush()
    session.expire_all()
