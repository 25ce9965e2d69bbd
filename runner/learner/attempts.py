"""The quick path to `progress.db`: record an attempt, read what was done.

It speaks to the tables of `runner.records` with the sqlite3 module alone, because importing
SQLAlchemy would cost more than a whole check of a small drill.  Tests hold the two together.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from runner.catalog import REPOSITORY
from runner.learner.sqlite_errors import BUSY_SECONDS, clear_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from runner.model import Verdict

HEAD = "0004"
"""The newest revision in `migrations/`."""

_NEW = REPOSITORY / "migrations" / "head.sql"
"""What the migrations come to: Alembic takes longer to import than a first run of a drill."""

PAUSE_SECONDS = 15 * 60

State = Literal["not started", "started", "done", "changed", "outdated"]
DONE: frozenset[State] = frozenset({"done", "changed", "outdated"})
"""Passed once, whatever has changed since."""

# With max(id), SQLite takes the bare columns from the row that holds the maximum: the last attempt.
_STATES = """
SELECT drill, count(*), count(*) - sum(passed), status, first_failed,
       group_concat(DISTINCT CASE WHEN passed THEN answer_digest || ' ' || checks_digest END),
       max(id)
FROM attempts WHERE drill = coalesce(:drill, drill) GROUP BY drill
"""
# Work on a drill is taken to fill the time since the attempt before, at whatever drill, unless
# that was so long ago that it must have been a pause.
_EFFORTS = """
WITH spaced AS (
    SELECT id, drill, passed,
           86400 * (julianday(started_at) - lag(julianday(started_at)) OVER (ORDER BY started_at))
               AS seconds
    FROM attempts
)
SELECT drill, sum(CASE WHEN seconds <= :pause THEN seconds ELSE 0 END),
       count(*) FILTER (WHERE id > coalesce(
           (SELECT max(id) FROM attempts WHERE passed AND drill = spaced.drill), 0))
FROM spaced GROUP BY drill
"""
_ATTEMPT = """
INSERT INTO attempts (drill, answer_digest, checks_digest, started_at, duration_ms, status, passed,
                      first_failed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_CHECK = """
INSERT INTO attempt_checks (attempt_id, position, name, status, duration_ms) VALUES (?, ?, ?, ?, ?)
"""
_HINT = """
INSERT INTO hints_shown (drill, check_name, depth, shown_at) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_DEPTH = "SELECT max(depth) FROM hints_shown WHERE drill = ? AND check_name = ?"


@dataclass(frozen=True, slots=True)
class DrillState:
    """What the attempts at one drill amount to."""

    attempts: int
    failed: int
    last_status: str
    last_failed_check: str | None
    """The first check that failed in the last attempt; None where all passed, or none could run."""
    passed: frozenset[tuple[str, str]]
    """The answers that passed, each with the checks and stub of that time, as digests."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a drill has taken so far."""

    seconds: float
    """From attempt to attempt, without pauses longer than `PAUSE_SECONDS`."""
    failed_since_pass: int
    """Attempts that failed since one passed."""


def state_of(
    drill: DrillState | None, current_digest: str | None, checks_digest: Callable[[], str]
) -> State:
    """Say how far a drill is.

    Args:
        drill: its attempts; None where there were none.
        current_digest: of the learner's answer; None where there is no answer.
        checks_digest: gives that of the drill's checks and stub, where it matters.

    Returns:
        `not started`: no answer, no attempt.  `started`: one of them, but never passed.
        `done`: the answer that stands there has passed.  `changed`: another one has.
        `outdated`: it has passed, but the drill's checks or stub are others now.
    """
    if drill is None:
        return "not started" if current_digest is None else "started"
    if not drill.passed:
        return "started"
    passed_with = {checks for answer, checks in drill.passed if answer == current_digest}
    if not passed_with:
        return "changed"
    return "done" if checks_digest() in passed_with else "outdated"


class Attempts:
    """The attempts in one progress file.  Reading never creates it; recording does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(
        self, verdict: Verdict, *, answer_digest: str, checks_digest: str, started_at: datetime
    ) -> None:
        """Add one attempt with all its checks, or nothing.

        Args:
            verdict: what was decided.
            answer_digest: of the answer that was checked, taken before the check.
            checks_digest: of the drill's `checks.py` and stub.
            started_at: an aware datetime.

        Raises:
            SetupError: the file cannot be written, is damaged or belongs to a newer version.
        """
        failure = None if verdict.message else verdict.first_failure  # with it, no check has run
        attempt = (
            verdict.drill,
            answer_digest,
            checks_digest,
            stored(started_at),
            verdict.duration_ms,
            verdict.status,
            verdict.passed,
            failure.name if failure else None,
        )
        with self.writing() as connection:
            number = connection.execute(_ATTEMPT, attempt).lastrowid
            connection.executemany(
                _CHECK,
                [
                    (number, position, check.name, check.status, check.duration_ms)
                    for position, check in enumerate(verdict.checks)
                ],
            )

    def hint_shown(self, drill: str, check: str, depth: int) -> None:
        """Remember that the learner has seen a hint.

        Args:
            drill: the slug.
            check: the check's name, as in the `[hints]` of `drill.toml`.
            depth: 1 for the first hint.

        Raises:
            SetupError: as for `record`.
        """
        with self.writing() as connection:
            connection.execute(_HINT, (drill, check, depth, stored(datetime.now(UTC))))

    def states(self) -> dict[str, DrillState]:
        """Every drill that was attempted, by slug.

        Raises:
            SetupError: the file cannot be read, is damaged or belongs to a newer version.
        """
        return self._states(None)

    def efforts(self) -> dict[str, Effort]:
        """What every drill that was attempted has taken, by slug.

        Raises:
            SetupError: as for `states`.
        """
        with self.reading() as connection:
            rows = connection.execute(_EFFORTS, {"pause": PAUSE_SECONDS}) if connection else ()
            return {slug: Effort(seconds, failed) for slug, seconds, failed in rows}

    def next_hint(self, drill: str, check: str) -> int:
        """The depth of the hint to show next, from 1; it may exceed what the drill offers.

        Raises:
            SetupError: as for `states`.
        """
        with self.reading() as connection:
            if connection is None:
                return 1
            return (connection.execute(_DEPTH, (drill, check)).fetchone()[0] or 0) + 1

    def _states(self, drill: str | None) -> dict[str, DrillState]:
        with self.reading() as connection:
            rows = connection.execute(_STATES, {"drill": drill}) if connection else ()
            return {
                slug: DrillState(
                    attempts=attempts,
                    failed=failed,
                    last_status=status,
                    last_failed_check=first_failed,
                    passed=frozenset(_pairs(passed or "")),
                )
                for slug, attempts, failed, status, first_failed, passed, _ in rows
            }

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to the newest schema, or None where nothing was ever recorded."""
        with clear_errors(self.path):
            revision = self._revision()
            if revision is None:
                yield None
                return
            self._upgrade_from(revision)
            with closing(self._connect()) as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its start; rolled back on any error."""
        with clear_errors(self.path):
            self._upgrade_from(self._revision())
            with closing(self._connect()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")

    def _upgrade_from(self, revision: str | None) -> None:
        if revision == HEAD or (revision is None and self._make()):
            return
        from runner import records

        records.upgrade(self.path)

    def _make(self) -> bool:
        """Make the tables as the migrations would; False where the file has some already."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
            if is_empty:
                for statement in _NEW.read_text(encoding="utf-8").split(";\n"):
                    connection.execute(statement)
            connection.execute("COMMIT")
        return is_empty

    def _revision(self) -> str | None:
        if not self.path.exists():
            return None
        with closing(self._connect()) as connection:
            try:
                row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return None
                raise
        return row[0] if row else None

    def _connect(self) -> sqlite3.Connection:
        # The journal mode stays SQLite's default.  WAL would leave two more files in the learner's
        # folder and could not be read where that folder is read-only; writes last milliseconds.
        return sqlite3.connect(self.path, timeout=BUSY_SECONDS, autocommit=True)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, text.split(",")):
        answer, _, checks = pair.partition(" ")
        yield answer, checks


def stored(moment: datetime) -> str:
    """A moment in the form that SQLAlchemy's DateTime keeps in SQLite."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
