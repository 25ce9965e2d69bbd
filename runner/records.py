"""Progress and gradebook as SQLAlchemy models, and the upgrade of an older database.

`runner.learner.attempts` reads and writes a learner's tables day to day, and makes them in a new
file, see there why; `runner.classroom.gradebook` does so for the marks.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    URL,
    CheckConstraint,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    NullPool,
    String,
    TypeDecorator,
    create_engine,
    inspect,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from runner.catalog import REPOSITORY
from runner.errors import SetupError
from runner.learner.sqlite_errors import BUSY_SECONDS, MOVE_AWAY, clear_errors
from runner.workspace import numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection


_APPLICATION = int.from_bytes(b"DRIL")
"""Stands in the file's header and says whose it is."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite itself keeps no time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC without a zone.

        Raises:
            ValueError: the value is naive, so nobody can tell which moment it means.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an aware datetime is needed, found {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored, as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every constraint has a name, so that a later migration can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's own contract


class Attempt(Base):
    """One run of every check of a drill on the learner's answer."""

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("passed = (status = 'passed')", name="passed_agrees_with_status"),
        CheckConstraint("duration_ms >= 0", name="duration_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    drill: Mapped[str] = mapped_column(String(200), index=True)
    """The drill's slug."""
    answer_digest: Mapped[str] = mapped_column(String(16))
    checks_digest: Mapped[str] = mapped_column(String(16))
    """Of `checks.py` and the stub: tells that a drill has changed since it was passed."""
    started_at: Mapped[datetime]
    duration_ms: Mapped[float]
    status: Mapped[str] = mapped_column(String(20))
    passed: Mapped[bool]
    first_failed: Mapped[str | None] = mapped_column(String(200))
    """The first check that did not pass."""

    checks: Mapped[list[CheckRecord]] = relationship(
        order_by="CheckRecord.position", cascade="all, delete-orphan", passive_deletes=True
    )


class CheckRecord(Base):
    """What happened to one check in one attempt."""

    __tablename__ = "attempt_checks"
    __table_args__ = (CheckConstraint("duration_ms >= 0", name="duration_not_negative"),)

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    """Its place in `checks.py`, from 0."""
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    duration_ms: Mapped[float]


class HintShown(Base):
    """A hint that the learner has seen, with the moment of the first time."""

    __tablename__ = "hints_shown"
    __table_args__ = (CheckConstraint("depth >= 1", name="depth_from_one"),)

    drill: Mapped[str] = mapped_column(String(200), primary_key=True)
    check_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    depth: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1 for the nudge, 2 for the concept, 3 for near-code."""
    shown_at: Mapped[datetime]


class Review(Base):
    """A passed drill that was taken up again from the stub."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    drill: Mapped[str] = mapped_column(String(200), index=True)
    begun_at: Mapped[datetime]


class QuizDrill(Base):
    """A drill of a quiz, and when that began and ends."""

    __tablename__ = "quizzes"
    __table_args__ = (CheckConstraint("ends_at > begun_at", name="takes_time"),)

    track: Mapped[str] = mapped_column(String(200), primary_key=True)
    drill: Mapped[str] = mapped_column(String(200), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime]


class MarkRecord(Base):
    """What an answer that was handed in got: one row per answer, drill and version of both."""

    __tablename__ = "marks"
    __table_args__ = (CheckConstraint("points >= 0", name="points_not_negative"),)

    learner: Mapped[str] = mapped_column(primary_key=True)
    """A folder's name, in which a byte that is no text takes four characters."""
    drill: Mapped[str] = mapped_column(String(200), primary_key=True)
    answer_digest: Mapped[str] = mapped_column(String(16), primary_key=True)
    drill_digest: Mapped[str] = mapped_column(String(16), primary_key=True)
    """Of whatever decides about an answer, see `runner.classroom.jobs.Terms.digest`."""
    status: Mapped[str] = mapped_column(String(20))
    points: Mapped[float]
    max_points: Mapped[float]
    verdict: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As `Verdict.as_json` gives it."""
    marked_at: Mapped[datetime]


def migration_engine(path: Path) -> Engine:
    """An engine for schema changes on a SQLite file: transactional, one connection at a time.

    `autocommit=False` puts DDL inside the transaction too.  Foreign keys stay off: a batch
    migration drops and re-creates a table, and the cascade would take its children along.

    Args:
        path: the database file; its folder must exist.
    """
    return create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"autocommit": False, "timeout": BUSY_SECONDS},
        poolclass=NullPool,
    )


def upgrade(path: Path) -> None:
    """Create the progress file, or bring an older one to the newest revision.

    An older one is first backed up beside it as `progress.backup-REVISION.db`.  The whole change
    is one transaction that starts with the write lock, so a second process waits and then finds
    nothing left to do, and a kill half-way leaves the file as it was.

    Args:
        path: the file; missing folders are created.

    Raises:
        SetupError: the file is no progress database, is damaged, belongs to a newer version or
            cannot be written.  It is left as it was.
    """
    with clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with migration_engine(path).connect() as connection:
                # The driver's transaction locks nothing before its first write.  This is that
                # write, so two processes cannot both find the file old.
                connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
                upgrade_locked(
                    connection, str(path), back_up=lambda revision: _back_up(path, revision)
                )
                connection.commit()
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error):
                raise error.orig from None
            raise


def upgrade_locked(
    connection: Connection,
    where: str,
    *,
    mend: str = "",
    back_up: Callable[[str], None] = lambda revision: None,
) -> None:
    """Bring a database to the newest revision, in the transaction of a connection.

    Args:
        connection: it holds a lock that keeps other upgrades out; the caller commits.
        where: names the database in errors.
        mend: what to do about one that cannot be used; by default what helps with a file.
        back_up: called with the revision of an older database before that is changed.

    Raises:
        SetupError: the tables are somebody else's, or of a newer version.
    """
    config = Config()  # not from alembic.ini, which cannot be read below a folder with a % in it
    config.set_main_option("script_location", str(REPOSITORY / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_heads()
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    # A revision alone proves nothing: other histories may number theirs as we do.
    if tables and not (found and Attempt.__tablename__ in tables):
        raise SetupError(
            f"expected a progress database, found another one with the table {min(tables)}: "
            f"{where}",
            mend=mend or MOVE_AWAY,
        )
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := sorted(set(found) - known):
        raise SetupError(
            f"{where} was written by a newer version of drills "
            f"(revision {', '.join(unknown)}, newest known here {scripts.get_current_head()})",
            mend=mend
            or "Update the repository (`git pull`), or use another folder with `--work DIR`.",
        )
    if set(found) == set(scripts.get_heads()):
        return
    if found:
        back_up("-".join(found))
    command.upgrade(config, "head")


def _back_up(path: Path, revision: str) -> None:
    """Copy the file beside itself under an unused name, complete or not at all."""
    names = (f"{name}.db" for name in numbered(f"{path.stem}.backup-{revision}"))
    backup = next(unused for name in names if not (unused := path.with_name(name)).exists())
    making = backup.with_suffix(".making")
    making.unlink(missing_ok=True)  # of a process that was killed; the lock keeps others out
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(making)) as copy:
        source.backup(copy)
    making.replace(backup)
