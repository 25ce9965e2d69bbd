"""Soft deletes: rows that are gone for everybody, and can be brought back.

Run it to see the naive ways fail and the right ones hold, on a SQLite database of its own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Index,
    StaticPool,
    TypeDecorator,
    create_engine,
    delete,
    event,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    UserDefinedOption,
    aliased,
    mapped_column,
    relationship,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.schema import CreateView


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC.  SQLite keeps no time zone, so it is taken off and put on again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way to the database."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of the models."""


class SoftDeleteMixin:
    """What can be deleted and brought back."""

    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was deleted; None while it lives."""


class Team(SoftDeleteMixin, Base):
    """A team.  Its members belong to it."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: Mapped[list[Member]] = relationship(back_populates="team", order_by="Member.id")


class Member(SoftDeleteMixin, Base):
    """A member of a team.  The notes that a member wrote belong to the member."""

    __tablename__ = "members"
    __table_args__ = (
        Index(
            "uq_members_email_living",
            "email",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
            sqlite_where=text("deleted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    email: Mapped[str]
    name: Mapped[str]
    team: Mapped[Team] = relationship(back_populates="members")
    notes: Mapped[list[Note]] = relationship(
        back_populates="author", foreign_keys="Note.author_id", order_by="Note.id"
    )


class Note(SoftDeleteMixin, Base):
    """A note.  It belongs to its author; its reviewer is only mentioned."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    body: Mapped[str]
    author: Mapped[Member] = relationship(back_populates="notes", foreign_keys=author_id)
    reviewer: Mapped[Member | None] = relationship(foreign_keys=reviewer_id)


class RestoreConflict(Exception):
    """What should come back does not fit what lives by now."""


class StillReferenced(Exception):
    """Something that stays mentions what should be deleted."""


class HardDelete(Exception):
    """A DELETE statement was sent, and would have removed rows for good."""


def insert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_update`, with the same arguments on both databases.

    Args:
        session: tells the dialect.
        model: the class whose table is inserted into.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


_DELETED = text("deleted_at IS NOT NULL")

for _model in (Team, Member, Note):
    _table = Base.metadata.tables[_model.__tablename__]
    # Only deleted rows are in this index: it stays small, and costs the living nothing.
    Index(
        f"ix_{_table.name}_deleted_at",
        _table.c.deleted_at,
        postgresql_where=_DELETED,
        sqlite_where=_DELETED,
    )
    CreateView(
        select(_table).where(_table.c.deleted_at.is_(None)),
        f"active_{_table.name}",
        metadata=Base.metadata,
    )


def create_schema(engine: Engine) -> None:
    """Create the tables, with their indexes and views."""
    Base.metadata.create_all(engine)


def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """Add a member, or give the living one with this e-mail the team and the name."""
    statement = insert_into(session, Member).values(team_id=team_id, email=email, name=name)
    return session.scalars(
        statement.on_conflict_do_update(
            index_elements=[Member.email],
            index_where=Member.deleted_at.is_(None),  # or the partial index is not found
            set_={"team_id": statement.excluded.team_id, "name": statement.excluded.name},
        ).returning(Member.id)
    ).one()


class _IncludeDeleted(UserDefinedOption):
    """Marks a statement, and the objects that it loads: their relationships show all."""

    propagate_to_loaders = True


class SoftSession(Session):
    """A session that does not see deleted rows, and deletes softly."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As `Session.get`, which gives what it holds without asking the database."""
        found = super().get(*args, **kwargs)
        if isinstance(found, SoftDeleteMixin) and found.deleted_at is not None:
            options = kwargs.get("execution_options") or {}
            return found if options.get("include_deleted") else None
        return found

    def delete(self, instance: object) -> None:
        """Delete softly."""
        assert isinstance(instance, Team | Member | Note)
        soft_delete(self, instance)


_ALL = {"include_deleted": True}


@event.listens_for(SoftSession, "do_orm_execute")
def _hide_deleted(state: ORMExecuteState) -> None:
    if state.is_column_load:  # an object that is there already is refreshed
        return
    # Asked for by the statement, or by the one that loaded the object of this relationship.
    marked = any(isinstance(option, _IncludeDeleted) for option in state.user_defined_options)
    if marked or state.execution_options.get("include_deleted"):
        if state.is_select:
            state.statement = state.statement.options(_IncludeDeleted())
        return
    if state.is_delete:
        raise HardDelete("say include_deleted=True to remove rows for good")
    if state.is_select or state.is_update:
        state.statement = state.statement.options(
            with_loader_criteria(
                SoftDeleteMixin, lambda cls: cls.deleted_at.is_(None), include_aliases=True
            )
        )


def _family(obj: Team | Member | Note) -> tuple[Any, Any]:
    """Conditions: the members, and the notes, that belong to an object or are it."""
    if isinstance(obj, Team):
        author = aliased(Member)  # inside of a query on members it must not mean the same row
        authors = select(author.id).where(author.team_id == obj.id)
        return Member.team_id == obj.id, Note.author_id.in_(authors)
    if isinstance(obj, Member):
        return Member.id == obj.id, Note.author_id == obj.id
    return None, Note.id == obj.id


def _set_deleted_at(
    session: SoftSession, obj: Team | Member | Note, old: datetime | None, new: datetime | None
) -> None:
    """Change `deleted_at` of an object, and of those that belong to it and have the same."""
    members, notes = _family(obj)
    options = {"include_deleted": True, "synchronize_session": False}
    for model, condition in ((Note, notes), (Member, members)):
        if condition is not None:
            session.execute(
                update(model)
                .where(condition, model.deleted_at.is_not_distinct_from(old))
                .values(deleted_at=new),
                execution_options=options,
            )
    obj.deleted_at = new
    session.flush()
    session.expire_all()  # objects and collections are loaded anew when they are looked at


def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """Delete an object, and what belongs to it, so that it can be brought back."""
    if obj.deleted_at is not None:
        return
    session.flush()
    members, notes = _family(obj)
    if members is not None:
        going = select(Member.id).where(members)
        mentions = select(Note.id).where(Note.reviewer_id.in_(going), ~notes).limit(1)
        if (note_id := session.scalar(mentions)) is not None:
            raise StillReferenced(f"note {note_id} stays and has a reviewer who would go")
    _set_deleted_at(session, obj, None, at or datetime.now(UTC))


def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """Bring back an object, and what was deleted along with it: no more and no less."""
    if (at := obj.deleted_at) is None:
        return
    try:
        # The unique index decides about e-mails: a look before could be outdated.
        with session.begin_nested():
            _set_deleted_at(session, obj, at, None)
            _check_parents(session, obj)
    except IntegrityError as error:
        raise RestoreConflict("a living member has the e-mail") from error


def _check_parents(session: SoftSession, obj: Team | Member | Note) -> None:
    """Refuse if something that lives belongs to, or mentions, something deleted."""
    members, notes = _family(obj)
    author_or_reviewer = or_(Member.id == Note.author_id, Member.id == Note.reviewer_id)
    misfits = [
        select(Note.id)
        .join(Member, author_or_reviewer)
        .where(notes, Note.deleted_at.is_(None), Member.deleted_at.is_not(None))
    ]
    if members is not None:
        misfits.append(
            select(Member.id)
            .join(Member.team)
            .where(members, Member.deleted_at.is_(None), Team.deleted_at.is_not(None))
        )
    for query in misfits:
        if session.scalar(query.limit(1), execution_options=_ALL) is not None:
            raise RestoreConflict("it belongs to, or mentions, something that is deleted")


def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """Remove for good what was deleted longer ago than `older_than`."""
    before = datetime.now(UTC) - older_than
    removed = 0
    for model in (Note, Member, Team):  # what refers comes before what is referred to
        while True:
            chosen = select(model.id).where(model.deleted_at < before).limit(batch)
            with sessions.begin() as session:
                gone = session.scalars(
                    delete(model).where(model.id.in_(chosen)).returning(model.id),
                    execution_options={"include_deleted": True, "synchronize_session": False},
                ).all()
            if not gone:
                break
            removed += len(gone)
    return removed


def main() -> None:
    """Show the naive ways and what goes wrong, then the right ones, with what was observed."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"autocommit": False})
    create_schema(engine)
    with Session(engine) as session:
        tea = Team(name="Tea")
        tea.members = [Member(email=f"{name.lower()}@example.org", name=name) for name in _NAMES]
        for member in tea.members:
            member.notes = [Note(body=f"by {member.name}")]
        session.add(tea)
        session.commit()
    _show_hiding(engine)
    _show_unique(engine)
    _show_restoring(engine)
    _show_purge(engine)
    engine.dispose()


_NAMES = ("Ann", "Bob", "Cem")
_IS_LIVING = Member.deleted_at.is_(None)


def _show_hiding(engine: Engine) -> None:
    print("1. Bob is deleted")
    with SoftSession(engine) as session:
        bob = session.scalars(select(Member).where(Member.name == "Bob")).one()
        soft_delete(session, bob)
        session.commit()
    with Session(engine) as session:
        by_hand = session.scalars(select(Member.name).where(_IS_LIVING)).all()
        print(f"   naive: a condition in every query. One that has it finds {by_hand},")
        in_team = [member.name for member in session.get_one(Team, 1).members]
        print(f"          but team.members shows {in_team},")
        found = session.get(Member, 2)
        print(f"          get gives {found.name if found else None},")
        every = select(func.count()).select_from(Member)
        print(f"          and a count without the condition says {session.scalar(every)}.")
    with SoftSession(engine) as session:
        in_team = [member.name for member in session.get_one(Team, 1).members]
        print(f"   right: the session adds it. team.members: {in_team}, get: ", end="")
        print(f"{session.get(Member, 2)}, count: {session.scalar(every)}.")
        everybody = session.scalars(select(Member.name), execution_options=_ALL).all()
        print(f"          With include_deleted=True: {everybody}.")


def _show_unique(engine: Engine) -> None:
    print("\n2. Bob comes back as somebody new, with his old e-mail")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (email TEXT, deleted_at TEXT)"))
        connection.execute(text("CREATE UNIQUE INDEX ux ON naive (email, deleted_at)"))
        for _ in range(2):
            connection.execute(text("INSERT INTO naive VALUES ('bob@example.org', NULL)"))
        count = connection.scalar(text("SELECT count(*) FROM naive WHERE deleted_at IS NULL"))
        print(
            f"   naive: UNIQUE (email, deleted_at): {count} living rows have it, for NULLs differ."
        )
    with SoftSession(engine) as session:
        ids = [upsert_member(session, 1, "bob@example.org", name) for name in ("Bob", "Bob B.")]
        session.commit()
    print(f"   right: UNIQUE (email) WHERE deleted_at IS NULL: two upserts wrote the ids {ids}.")
    with SoftSession(engine) as session:
        old = session.get_one(Member, 2, execution_options=_ALL)
        try:
            restore(session, old)
        except RestoreConflict as error:
            print(f"          The old Bob cannot return: RestoreConflict, {error}.")


def _show_restoring(engine: Engine) -> None:
    print("\n3. The team is deleted, and brought back")
    with SoftSession(engine) as session:
        tea = session.get_one(Team, 1)
        session.delete(tea)
        counts = [session.scalar(select(func.count()).select_from(m)) for m in (Team, Member, Note)]
        print(f"   session.delete(team): {counts} teams, members and notes are left to see.")
        naive = session.scalar(
            select(func.count()).select_from(Member).where(Member.deleted_at.is_not(None)),
            execution_options=_ALL,
        )
        print(f"   naive: bring back all that is deleted: {naive} members, the old Bob among them.")
        restore(session, tea)
        names = [member.name for member in tea.members]
        print(f"   right: bring back what has the same deleted_at: {names}.")
        session.commit()


def _show_purge(engine: Engine) -> None:
    print("\n4. What was deleted long ago is removed")
    sessions = sessionmaker(engine, class_=SoftSession)
    with sessions.begin() as session:
        try:
            session.execute(delete(Member))
        except HardDelete as error:
            print(f"   DELETE FROM members: HardDelete, {error}.")
    for days in (30, 0):
        removed = purge(sessions, older_than=timedelta(days=days))
        print(f"   purge of what was deleted more than {days} days ago: {removed} rows.")


if __name__ == "__main__":
    main()
