"""Brings back whatever was deleted at the same time, whoever it belongs to."""

from solution import *
from solution import _check_parents

FAILS = "restore_brings_back_exactly_those"
SAYS = "or with another team"


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """Two deletions may have the same time."""
    if (at := obj.deleted_at) is None:
        return
    options = {"include_deleted": True, "synchronize_session": False}
    try:
        with session.begin_nested():
            for model in (Team, Member, Note):
                session.execute(
                    update(model).where(model.deleted_at == at).values(deleted_at=None),
                    execution_options=options,
                )
            session.expire_all()
            _check_parents(session, obj)
    except IntegrityError as error:
        raise RestoreConflict from error
