"""Brings back the object without what went along."""

from solution import *
from solution import _check_parents

FAILS = "restore_brings_back_exactly_those"
SAYS = "what went along comes back"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """A team without its members."""
    if obj.deleted_at is None:
        return
    try:
        with session.begin_nested():
            obj.deleted_at = None
            session.flush()
            session.expire_all()
            _check_parents(session, obj)
    except IntegrityError as error:
        raise RestoreConflict from error
