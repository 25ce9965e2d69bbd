"""Soft deletes: rows that are gone for everybody, and can be brought back.

The models and the exceptions are given.  Write the functions and the session class at the end, and
add to the models what the schema needs.  It must work on PostgreSQL and on SQLite.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime, Dialect, Engine, ForeignKey, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    sessionmaker,
)


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

    # TODO task 1: an e-mail is unique among the living (here, or in create_schema)

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


# TODO task 1
def create_schema(engine: Engine) -> None:
    """Create the tables, and what the database itself must know of soft deletes.

    - No two living members have the same e-mail; deleted ones do not count.
    - The views `active_teams`, `active_members` and `active_notes` show the living rows, with all
      columns of their tables, to whoever does not use the ORM.
    - To find the rows that were deleted before some day needs no look at all the others.

    Args:
        engine: of an empty database.
    """
    raise NotImplementedError


# TODO task 1
def upsert_member(session: Session, team_id: int, email: str, name: str) -> int:
    """Add a member, or give the living one with this e-mail the team and the name.

    One atomic statement decides.  A deleted member with this e-mail is left alone.

    Args:
        session: its transaction is the caller's.
        team_id: a living team.
        email: unique among the living.
        name: the new name.

    Returns:
        The id of the living member.
    """
    raise NotImplementedError


# TODO task 2 (and 3: `delete`)
class SoftSession(Session):
    """A session that does not see deleted rows, and deletes softly.

    - No SELECT of the ORM finds a deleted row, in whatever form, nor does any relationship.
      `get` does not return a deleted object, not even one that the session holds.
    - An UPDATE statement of the ORM does not touch deleted rows.
    - A DELETE statement raises `HardDelete`.
    - None of this holds with the execution option `include_deleted=True` of the statement or of
      `get`.  The relationships of objects that were loaded with it show deleted objects too.
    - `session.delete(obj)` does what `soft_delete` does, at the latest when it is flushed.
    """


# TODO task 3
def soft_delete(
    session: SoftSession, obj: Team | Member | Note, *, at: datetime | None = None
) -> None:
    """Delete an object, and what belongs to it, so that it can be brought back.

    The members of a team go along with it, the notes with their author: all that live get the
    very same `deleted_at`.  What was deleted before keeps its own.  When the call returns the
    changes are flushed, and the session's loaded collections do not show what is deleted.

    Args:
        session: its transaction is the caller's.
        obj: an object of this session.  Nothing happens if it is deleted already.
        at: when; now, if it is left out.  With a time zone.

    Raises:
        StillReferenced: a living note that does not go along has a member that would go as its
            reviewer.  Nothing is changed then.
    """
    raise NotImplementedError


# TODO task 3
def restore(session: SoftSession, obj: Team | Member | Note) -> None:
    """Bring back an object, and what was deleted along with it: no more and no less.

    Args:
        session: its transaction is the caller's, and can go on after an exception.
        obj: an object of this session.  Nothing happens if it is not deleted.

    Raises:
        RestoreConflict: what would come back belongs to something that stays deleted, has a
            reviewer that stays deleted, or has the e-mail of a living member, also of one that
            another transaction is just adding.  Nothing is changed then.
    """
    raise NotImplementedError


# TODO task 4
def purge(sessions: sessionmaker[SoftSession], *, older_than: timedelta, batch: int = 500) -> int:
    """Remove for good what was deleted longer ago than `older_than`.

    Args:
        sessions: makes sessions; the transactions are this function's own.
        older_than: how long ago.
        batch: how many rows one transaction removes at most.

    Returns:
        How many rows were removed in all.
    """
    raise NotImplementedError
