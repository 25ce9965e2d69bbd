"""Objects instead of statements; `before_flush` for deletions; one condition for each class."""

from collections.abc import Iterator

from solution import *
from solution import _hide_deleted, _IncludeDeleted

event.remove(SoftSession, "do_orm_execute", _hide_deleted)
del SoftSession.delete

_HIDDEN = [
    with_loader_criteria(model, model.deleted_at.is_(None), include_aliases=True)
    for model in (Team, Member, Note)
]
_ALL = {"include_deleted": True}


@event.listens_for(SoftSession, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    wants_all = state.execution_options.get("include_deleted", False)
    for option in state.user_defined_options:
        wants_all = wants_all or isinstance(option, _IncludeDeleted)
    if state.is_delete and not wants_all:
        raise HardDelete
    if wants_all and state.is_select:
        state.statement = state.statement.options(_IncludeDeleted())
    elif not wants_all and not state.is_column_load and not state.is_insert:
        state.statement = state.statement.options(*_HIDDEN)


@event.listens_for(SoftSession, "before_flush")
def _soften(session: SoftSession, _context: object, _objects: object) -> None:
    at = datetime.now(UTC)
    doomed = list(session.deleted)
    for obj in doomed:
        session.add(obj)  # out of the list of what is to be removed
    with session.no_autoflush:
        for obj in doomed:
            _mark(session, obj, at)


def _belongings(session: Session, obj: Team | Member | Note) -> Iterator[Team | Member | Note]:
    """The object, and all that belongs to it, deleted or not."""
    yield obj
    children = []
    if isinstance(obj, Team):
        children = session.scalars(select(Member).filter_by(team_id=obj.id), execution_options=_ALL)
    elif isinstance(obj, Member):
        children = session.scalars(select(Note).filter_by(author_id=obj.id), execution_options=_ALL)
    for child in children:
        yield from _belongings(session, child)


def _mark(session: Session, obj: Team | Member | Note, at: datetime) -> None:
    going = [one for one in _belongings(session, obj) if one.deleted_at is None]
    for member in going:
        if isinstance(member, Member):
            for note in session.scalars(select(Note).where(Note.reviewer_id == member.id)):
                if note not in going:
                    raise StillReferenced(note.id)
    for one in going:
        one.deleted_at = at


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """Change the objects, one by one."""
    if obj.deleted_at is None:
        _mark(session, obj, at or datetime.now(UTC))
        session.flush()
        session.expire_all()


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """Change the objects, one by one."""
    if (at := obj.deleted_at) is None:
        return
    coming = [one for one in _belongings(session, obj) if one.deleted_at == at]
    keys = [one.id for one in coming if isinstance(one, Member)]
    try:
        with session.begin_nested():
            for one in coming:
                one.deleted_at = None
            session.flush()
            for one in coming:
                needed = {"Team": [], "Member": ["team_id"], "Note": ["author_id", "reviewer_id"]}
                for name in needed[type(one).__name__]:
                    parent = Team if name == "team_id" else Member
                    key = getattr(one, name)
                    if key is not None and key not in keys and session.get(parent, key) is None:
                        raise RestoreConflict(name)
    except IntegrityError as error:
        raise RestoreConflict from error
    session.expire_all()


def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """Choose by a SELECT, remove by the ids."""
    limit = datetime.now(UTC) - older_than
    total = 0
    for model in (Note, Member, Team):
        size = batch
        while size == batch:
            with sessions() as session:
                old = select(model.id).where(model.deleted_at < limit).limit(batch)
                ids = session.scalars(old, execution_options=_ALL).all()
                session.execute(delete(model).where(model.id.in_(ids)), execution_options=_ALL)
                session.commit()
            size = len(ids)
            total += size
    return total
