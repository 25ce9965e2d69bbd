"""Deletes one after another, each with the time of its own deletion."""

from solution import *
from solution import soft_delete as _good

FAILS = "what_belongs_goes_along"
SAYS = "the very same deleted_at"


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """Nothing tells any more what went together."""
    for child in obj.members if isinstance(obj, Team) else ():
        soft_delete(session, child)
    for child in obj.notes if isinstance(obj, Member) else ():
        soft_delete(session, child)
    _good(session, obj, at=at)
