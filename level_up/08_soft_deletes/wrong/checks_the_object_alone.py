"""Looks whether the object fits, and not whether what comes along with it does."""

from solution import *
from solution import _set_deleted_at

FAILS = "a_restore_that_does_not_fit_is_refused"
SAYS = "the reviewer of one of its notes is deleted by now"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """A note comes back with its author, and its reviewer does not."""
    if (at := obj.deleted_at) is None:
        return
    try:
        with session.begin_nested():
            _set_deleted_at(session, obj, at, None)
            needed = []
            if isinstance(obj, Member):
                needed = [(Team, obj.team_id)]
            elif isinstance(obj, Note):
                needed = [(Member, key) for key in (obj.author_id, obj.reviewer_id) if key]
            if any(session.get(model, key) is None for model, key in needed):
                raise RestoreConflict
    except IntegrityError as error:
        raise RestoreConflict from error
