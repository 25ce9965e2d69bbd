"""Rolls the whole transaction back, which is the caller's."""

from solution import *
from solution import _check_parents, _set_deleted_at

FAILS = "a_restore_that_does_not_fit_is_refused"
SAYS = "in the same transaction is lost"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """What the caller had done before is gone too."""
    if (at := obj.deleted_at) is None:
        return
    try:
        _set_deleted_at(session, obj, at, None)
        _check_parents(session, obj)
    except (IntegrityError, RestoreConflict) as error:
        session.rollback()
        raise RestoreConflict from error
