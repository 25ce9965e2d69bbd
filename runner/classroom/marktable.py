"""The table of marks in the gradebook's database.

Any number of graders may use one at once: a row is written whole, and the last writer wins.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING

from sqlalchemy import (
    Engine,
    Insert,
    NullPool,
    create_engine,
    inspect,
    make_url,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from runner import records
from runner.classroom.marks import GRADEBOOK_URL, Kept, Key
from runner.errors import SetupError, UsageError
from runner.learner.sqlite_errors import clear_errors
from runner.model import JSON_VERSION
from runner.records import MarkRecord
from runner.stored import verdict_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MEND = f"Correct {GRADEBOOK_URL}, or unset it to keep marks in your work folder's progress.db."
_FOREIGN = f"Nothing was changed. Let {GRADEBOOK_URL} name an empty database, or update the drills."
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('persistence-drills migrations'))"
_CONNECT_SECONDS = 10
_AT_ONCE = 500
"""Rows looked up by one statement: databases bound the number of its parameters."""


class MarkTable:
    """The marks of one database, which is brought to the newest revision.

    Args:
        progress: the file to use where no server is named.
        url: what `DRILLS_GRADEBOOK_URL` says.

    Raises:
        UsageError: `DRILLS_GRADEBOOK_URL` is no PostgreSQL URL.
        SetupError: the database cannot be used, or is somebody else's.
    """

    def __init__(self, progress: Path, url: str | None) -> None:
        self._progress = progress
        if url:
            self._engine = _server(url)
            self._upgrade_server()
        else:
            records.upgrade(progress)
            self._engine = records.migration_engine(progress)
        self._upsert = _upsert(self._engine.name)

    def known(self, wanted: Iterable[Key]) -> dict[Key, Kept]:
        """Those answers that are marked already.

        Raises:
            SetupError: the database cannot be read.
        """
        found: dict[Key, Kept] = {}
        key = (MarkRecord.learner, MarkRecord.drill)
        key += (MarkRecord.answer_digest, MarkRecord.drill_digest)
        with self._session() as session:
            for some in batched(wanted, _AT_ONCE):
                keys = [(k.learner, k.drill, k.answer_digest, k.drill_digest) for k in some]
                for row in session.scalars(select(MarkRecord).where(tuple_(*key).in_(keys))):
                    if row.verdict["version"] == JSON_VERSION:
                        found[Key(row.learner, row.drill, row.answer_digest, row.drill_digest)] = (
                            Kept(verdict_from_json(row.verdict), (row.points, row.max_points))
                        )
        return found

    def keep(self, key: Key, kept: Kept) -> None:
        """Write one answer's mark, in place of an older one; committed when this returns.

        Raises:
            SetupError: the database cannot be written.
        """
        points, max_points = kept.points
        row = {
            "learner": key.learner,
            "drill": key.drill,
            "answer_digest": key.answer_digest,
            "drill_digest": key.drill_digest,
            "status": kept.verdict.status,
            "points": points,
            "max_points": max_points,
            "verdict": kept.verdict.as_json(),
            "marked_at": datetime.now(UTC),
        }
        with self._clear_errors(), self._engine.begin() as connection:
            connection.execute(self._upsert, row)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._clear_errors(), Session(self._engine) as session:
            yield session

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        if self._engine.name == "sqlite":
            with clear_errors(self._progress):
                try:
                    yield
                except DBAPIError as error:
                    raise error.orig or error from None
            return
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig).strip().partition("\n")[0]
            raise SetupError(f"the gradebook cannot be used: {said}", mend=_MEND) from None

    def _upgrade_server(self) -> None:
        with self._clear_errors(), self._engine.begin() as connection:
            connection.execute(text(_LOCK))
            name = self._engine.url.render_as_string(hide_password=True)
            records.upgrade_locked(connection, name, mend=_FOREIGN)


def _upsert(dialect: str) -> Insert:
    """The statement that writes a row, or replaces the one that has its key."""
    row = (postgresql if dialect == "postgresql" else sqlite).insert(MarkRecord)
    key = inspect(MarkRecord).primary_key
    return row.on_conflict_do_update(
        index_elements=key,
        set_={column.name: column for column in row.excluded if not column.primary_key},
    )


def _server(url: str) -> Engine:
    """An engine that keeps no connection: between two marks a server may come and go."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError(f"{GRADEBOOK_URL} is no URL of a database", mend=_MEND) from None
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(
            f"{GRADEBOOK_URL} must begin with postgresql://, found {parsed.drivername}://",
            mend=_MEND,
        )
    return create_engine(
        parsed.set(drivername="postgresql+psycopg2"),
        poolclass=NullPool,
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )
