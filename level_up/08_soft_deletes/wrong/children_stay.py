"""Marks the object, and leaves what belongs to it without an owner."""

from solution import *

FAILS = "what_belongs_goes_along"
SAYS = "the very same deleted_at"


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """A living member of a deleted team."""
    if obj.deleted_at is None:
        obj.deleted_at = at or datetime.now(UTC)
        session.flush()
        session.expire_all()
