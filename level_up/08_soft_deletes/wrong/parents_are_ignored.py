"""Brings back a member of a team that stays deleted."""

from solution import *
from solution import _set_deleted_at

FAILS = "a_restore_that_does_not_fit_is_refused"
SAYS = "its team is deleted"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """A living child of a deleted parent."""
    if (at := obj.deleted_at) is None:
        return
    try:
        with session.begin_nested():
            _set_deleted_at(session, obj, at, None)
    except IntegrityError as error:
        raise RestoreConflict from error
