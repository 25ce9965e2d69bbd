"""Lets session.delete go on where soft_delete refuses."""

from solution import *
from solution import _set_deleted_at

FAILS = "what_is_mentioned_is_not_deleted"
SAYS = "session.delete of a member"


def _delete(self: SoftSession, instance: Any) -> None:
    """All that belongs goes along, and nobody looks at who is mentioned."""
    self.flush()
    if instance.deleted_at is None:
        _set_deleted_at(self, instance, None, datetime.now(UTC))


SoftSession.delete = _delete
