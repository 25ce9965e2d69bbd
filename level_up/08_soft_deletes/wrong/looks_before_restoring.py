"""Looks for a living twin first, as if nobody could add one meanwhile."""

from solution import *
from solution import _ALL, _check_parents, _family, _set_deleted_at

FAILS = "a_simultaneous_twin_is_a_conflict"
SAYS = "B got IntegrityError"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """A twin that is not committed yet is not seen."""
    if (at := obj.deleted_at) is None:
        return
    members, _ = _family(obj)
    if members is not None:
        living = aliased(Member)
        twin = select(Member.id).join(living, living.email == Member.email)
        twin = twin.where(members, Member.deleted_at == at, living.deleted_at.is_(None))
        if session.scalar(twin.limit(1), execution_options=_ALL) is not None:
            raise RestoreConflict
    savepoint = session.begin_nested()
    try:
        _set_deleted_at(session, obj, at, None)
        _check_parents(session, obj)
    except BaseException:
        savepoint.rollback()
        raise
