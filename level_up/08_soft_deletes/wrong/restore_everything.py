"""Brings back all that belongs, also what had been deleted before."""

from solution import *
from solution import _check_parents, _family

FAILS = "restore_brings_back_exactly_those"
SAYS = "had been deleted before"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """Bob had left long before the team was deleted."""
    if obj.deleted_at is None:
        return
    try:
        with session.begin_nested():
            members, notes = _family(obj)
            options = {"include_deleted": True, "synchronize_session": False}
            for model, condition in ((Note, notes), (Member, members)):
                if condition is not None:
                    session.execute(
                        update(model).where(condition).values(deleted_at=None),
                        execution_options=options,
                    )
            obj.deleted_at = None
            session.flush()
            session.expire_all()
            _check_parents(session, obj)
    except IntegrityError as error:
        raise RestoreConflict from error
