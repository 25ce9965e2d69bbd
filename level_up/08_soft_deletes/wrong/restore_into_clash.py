"""Does not think of a living twin."""

from solution import *
from solution import _check_parents, _set_deleted_at

FAILS = "a_restore_that_does_not_fit_is_refused"
SAYS = "and IntegrityError"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """The database refuses, and its error reaches the caller."""
    if (at := obj.deleted_at) is not None:
        _set_deleted_at(session, obj, at, None)
        _check_parents(session, obj)
