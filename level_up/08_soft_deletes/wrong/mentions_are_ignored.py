"""Deletes a member whom a living note still names."""

from solution import *
from solution import _set_deleted_at

FAILS = "what_is_mentioned_is_not_deleted"
SAYS = "nothing was raised"


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """note.reviewer is None from now on, as if nobody had reviewed it."""
    if obj.deleted_at is None:
        _set_deleted_at(session, obj, None, at or datetime.now(UTC))
