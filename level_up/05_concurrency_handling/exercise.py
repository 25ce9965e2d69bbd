"""Concurrency handling: seats that many want, jobs that many take, a task that only one does.

The models and the exceptions are given.  Write the two functions, the methods of `JobQueue` and
the context manager at the end.  The database is PostgreSQL at READ COMMITTED, its default.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, ForeignKey, Index, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

MAX_SEATS = 4
"""How many seats a user may have."""
MAX_ATTEMPTS = 3
"""How many times a job is handed out before it counts as failed."""


class Base(DeclarativeBase):
    """The base of the models."""


class User(Base):
    """Somebody who books seats."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    seats: Mapped[int] = mapped_column(default=0)
    """How many seats the user has; at most `MAX_SEATS`."""
    version: Mapped[int] = mapped_column(default=1)
    """Every change of the row raises it by one."""


class Seat(Base):
    """A seat that is free or taken."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    """Every change of the row raises it by one."""


class Booking(Base):
    """A seat that a user has.

    A unique index on `seat_id` would be wise, as a last line.  There is none here, so that
    nothing but your code keeps two users off one seat.
    """

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class SeatTaken(Exception):
    """Somebody has the seat already."""


class LimitReached(Exception):
    """The user has `MAX_SEATS` seats already."""


class Conflict(Exception):
    """The rows were changed by others at every attempt."""


class JobRow(Base):
    """A job in the queue, as it is stored."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_next", text("priority DESC"), "id", postgresql_where=text("state = 'ready'")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """A smaller id is an older job."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    priority: Mapped[int]
    """A higher number comes first."""
    state: Mapped[str] = mapped_column(default="ready")
    """`ready`, `running`, `done` or `failed`."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How many times it has been handed out."""
    worker: Mapped[str | None]
    """Who has it, or had it last."""
    lease_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Until when the worker may keep it without a sign of life."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job in the hands of a worker.  It says nothing about what has become of it since."""

    id: int
    payload: dict[str, Any]
    worker: str
    attempt: int
    """1 when it was handed out for the first time, 2 for the second…"""


class LeaseLost(Exception):
    """The job is not in the hands of this worker's attempt any more."""


# TODO task 1
def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Book a free seat for a user, with locks: whoever comes second waits.

    Adds a `Booking`, sets `taken` of the seat, adds 1 to `seats` of the user, and raises the
    `version` of both rows by one.

    Args:
        session: its transaction is the caller's: this function neither commits nor rolls back.
            Objects that it loaded before may be outdated by now.
        seat_id: a seat that exists.
        user_id: a user that exists.

    Returns:
        The booking, with its id.

    Raises:
        SeatTaken: the seat has been booked.  Where another transaction is about to book it, its
            end decides: it may still roll back.
        LimitReached: the user has `MAX_SEATS` seats.
        Nothing is changed then.
    """
    raise NotImplementedError


# TODO task 2
def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """Book a free seat for a user without a lock on what is read; commit.

    The same changes as `book_seat` makes.  Nobody else has to wait while this function decides.
    What it read may therefore be outdated when it writes.  Then it must write nothing, read
    again, and decide again.

    Args:
        sessions: makes sessions; an attempt is a transaction of this function's own.
        seat_id: a seat that exists.
        user_id: a user that exists.
        attempts: how many times to try in all, at least 1.

    Returns:
        The booking, committed; its attributes can be read.

    Raises:
        SeatTaken: the seat has been booked.
        LimitReached: the user has `MAX_SEATS` seats.
        Conflict: others changed the rows at each of the attempts.
        Nothing is changed then.
    """
    raise NotImplementedError


class JobQueue:
    """A queue of jobs in a table, for many workers.

    Each method is one short transaction of its own, committed when it returns.  A job runs
    outside of any transaction.
    """

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    # TODO task 3
    def enqueue(self, payload: dict[str, Any], priority: int = 0) -> int:
        """Add a job that is ready to be taken.

        Args:
            payload: what the job is about.
            priority: a higher number comes first.

        Returns:
            The job's id.
        """
        raise NotImplementedError

    # TODO task 3
    def claim(self, worker: str, n: int, lease: timedelta) -> list[Job]:
        """Hand out ready jobs: no job to two workers, and no claim waits for another.

        Each becomes `running`, `attempts` is raised by one, `worker` is noted, and the lease ends
        `lease` from now.

        Args:
            worker: who asks.
            n: how many at most.
            lease: how long the worker may go without a sign of life.

        Returns:
            The jobs of the highest priority, of equal ones the oldest, in this order; none where
            no job is ready.
        """
        raise NotImplementedError

    # TODO task 3; task 4 adds the exception
    def complete(self, job: Job) -> None:
        """Make a job `done`.

        Args:
            job: as `claim` gave it.

        Raises:
            LeaseLost: the job is not running in this attempt any more.  Nothing is changed then.
        """
        raise NotImplementedError

    # TODO task 4
    def heartbeat(self, job: Job, lease: timedelta) -> None:
        """Give a sign of life: the lease ends `lease` from now.

        Args:
            job: as `claim` gave it.
            lease: how long until the next sign of life at most.

        Raises:
            LeaseLost: as for `complete`.
        """
        raise NotImplementedError

    # TODO task 4
    def fail(self, job: Job) -> None:
        """Give a job back: `ready` again, or `failed` after `MAX_ATTEMPTS` attempts.

        Args:
            job: as `claim` gave it.

        Raises:
            LeaseLost: as for `complete`.
        """
        raise NotImplementedError

    # TODO task 4
    def reap(self, now: datetime) -> int:
        """Take running jobs from their workers where the lease has ended before `now`.

        They become `ready` again, or `failed` after `MAX_ATTEMPTS` attempts.

        Args:
            now: the present, with a time zone.

        Returns:
            How many jobs were taken away.
        """
        raise NotImplementedError


# TODO task 5
@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """Let one process at a time do the task of this name.

    Nobody waits: whoever comes second is told so.  The name is free again when the block is left,
    also by an exception, and when the process dies.

    Args:
        engine: of any process on any machine; its connections come from a pool.
        name: any text.

    Yields:
        True to the only one; False while another block, here or elsewhere, has got True.
    """
    raise NotImplementedError
    yield False  # makes it a generator
