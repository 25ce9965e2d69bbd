"""Concurrency handling: seats that many want, jobs that many take, a task that only one does.

Run it to see the naive ways fail and the right ones hold, on a PostgreSQL database of its own.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    case,
    create_engine,
    func,
    select,
    text,
    update,
)
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


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Book a free seat for a user, with locks: whoever comes second waits."""
    # Lock, read, decide.  Without `populate_existing` the row is locked and read, and an object
    # that the session holds already keeps its old values all the same.
    # Everybody locks the user first and the seat second, so that no circle of waiters forms.
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    seat = session.get_one(Seat, seat_id, with_for_update=True, populate_existing=True)
    _decide(user, seat)
    user.seats += 1
    user.version += 1
    seat.taken = True
    seat.version += 1
    booking = Booking(seat_id=seat_id, user_id=user_id)
    session.add(booking)
    session.flush()
    return booking


def _decide(user: User, seat: Seat) -> None:
    if seat.taken:
        raise SeatTaken(f"seat {seat.id} is taken")
    if user.seats >= MAX_SEATS:
        raise LimitReached(f"user {user.id} has {user.seats} seats")


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """Book a free seat for a user without a lock on what is read; commit."""
    for _ in range(attempts):
        with sessions() as session:  # left without a commit, it rolls everything back
            user = session.get_one(User, user_id)
            seat = session.get_one(Seat, seat_id)
            _decide(user, seat)
            if _change(session, user, seats=user.seats + 1) and _change(session, seat, taken=True):
                booking = Booking(seat_id=seat_id, user_id=user_id)
                session.add(booking)
                session.commit()
                session.refresh(booking)  # a commit expires it, and the session ends here
                return booking
    raise Conflict(f"seat {seat_id} or user {user_id} changed at each of {attempts} attempts")


def _change(session: Session, row: User | Seat, **values: Any) -> bool:
    """Change a row if it is still in the version that was read; tell whether it was."""
    kind = type(row)
    changed = session.scalar(
        update(kind)
        .where(kind.id == row.id, kind.version == row.version)
        .values(version=row.version + 1, **values)
        .returning(kind.id),
        execution_options={"synchronize_session": False},
    )
    return changed is not None


class JobQueue:
    """A queue of jobs in a table, for many workers."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def enqueue(self, payload: dict[str, Any], priority: int = 0) -> int:
        """Add a job that is ready to be taken."""
        with self._sessions.begin() as session:
            row = JobRow(payload=payload, priority=priority)
            session.add(row)
            session.flush()
            return row.id

    def claim(self, worker: str, n: int, lease: timedelta) -> list[Job]:
        """Hand out ready jobs: no job to two workers."""
        chosen = (
            select(JobRow.id)
            .where(JobRow.state == "ready")
            .order_by(JobRow.priority.desc(), JobRow.id)
            .limit(n)
            .with_for_update(skip_locked=True)  # what another claim holds is not looked at
            .cte()  # run once; as a subquery it could be run again and take more than n
        )
        with self._sessions.begin() as session:
            rows = session.scalars(
                update(JobRow)
                .where(JobRow.id == chosen.c.id)
                .values(
                    state="running",
                    attempts=JobRow.attempts + 1,
                    worker=worker,
                    lease_until=func.now() + lease,
                )
                .returning(JobRow)
            ).all()
            # RETURNING promises no order.
            rows = sorted(rows, key=lambda row: (-row.priority, row.id))
            return [Job(row.id, row.payload, worker, row.attempts) for row in rows]

    def complete(self, job: Job) -> None:
        """Make a job `done`."""
        self._write(job, state="done", lease_until=None)

    def heartbeat(self, job: Job, lease: timedelta) -> None:
        """Give a sign of life: the lease ends `lease` from now."""
        self._write(job, lease_until=func.now() + lease)

    def fail(self, job: Job) -> None:
        """Give a job back: `ready` again, or `failed` after `MAX_ATTEMPTS` attempts."""
        self._write(job, state=_AFTER_FAILURE, lease_until=None)

    def reap(self, now: datetime) -> int:
        """Take running jobs from their workers where the lease has ended before `now`."""
        with self._sessions.begin() as session:
            taken = session.scalars(
                update(JobRow)
                .where(JobRow.state == "running", JobRow.lease_until < now)
                .values(state=_AFTER_FAILURE, lease_until=None)
                .returning(JobRow.id)
            ).all()
            return len(taken)

    def _write(self, job: Job, **values: Any) -> None:
        """Change a job if it is still in the hands of this attempt.

        The attempt's number is the fence: a worker's name may come back, a number does not.
        """
        with self._sessions.begin() as session:
            written = session.scalar(
                update(JobRow)
                .where(
                    JobRow.id == job.id,
                    JobRow.state == "running",
                    JobRow.attempts == job.attempt,
                )
                .values(**values)
                .returning(JobRow.id)
            )
        if written is None:
            raise LeaseLost(f"job {job.id} is not running in attempt {job.attempt} any more")


_AFTER_FAILURE = case((JobRow.attempts >= MAX_ATTEMPTS, "failed"), else_="ready")


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """Let one process at a time do the task of this name."""
    # The same number in every process; Python's `hash` of a text is not.
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    # The lock belongs to this connection, so the connection is kept until the block is left.
    # AUTOCOMMIT: no transaction stays open meanwhile.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_mine = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield is_mine
        finally:
            if is_mine:  # the pool would hand out a connection that still has the lock
                connection.execute(select(func.pg_advisory_unlock(key)))


def main(url: str) -> None:
    """Show the naive ways and what goes wrong, then the right ones, with what was observed."""
    engine = create_engine(url, pool_size=20)
    Base.metadata.create_all(engine)
    sessions = sessionmaker(engine)
    with sessions.begin() as session:
        session.add_all(Seat(id=number) for number in range(1, 6))
        session.add_all(User(id=number) for number in range(1, 21))
    _show_seats(sessions)
    _show_optimism(sessions)
    _show_queue(engine)
    _show_a_killed_worker(url, sessions)
    _show_only_one(engine)
    engine.dispose()


def _show_seats(sessions: sessionmaker[Session]) -> None:
    print("1. Many want one seat")
    with sessions() as ann, sessions() as bob:
        free = [not session.get_one(Seat, 1).taken for session in (ann, bob)]
        for number, session in enumerate((ann, bob), 1):
            session.add(Booking(seat_id=1, user_id=number))
            session.get_one(Seat, 1).taken = True
            session.commit()
    print(f"   naive: look, then write. Seat 1 looked free to both: {free}.")
    print(f"          Now it has {_bookings(sessions, 1)} bookings.")

    def buy(user_id: int) -> str:
        try:
            with sessions.begin() as session:
                book_seat(session, 2, user_id)
        except SeatTaken:
            return "SeatTaken"
        return "booked"

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(buy, range(1, 21)))
    print(
        f"   right: lock, look, write. 20 buyers at once: {outcomes.count('booked')} booked, "
        f"{outcomes.count('SeatTaken')} SeatTaken; seat 2 has {_bookings(sessions, 2)} booking."
    )


def _show_optimism(sessions: sessionmaker[Session]) -> None:
    print("\n2. A user books two seats in two windows")
    with sessions() as left, sessions() as right:
        windows = [(session, session.get_one(User, 20)) for session in (left, right)]
        for session, user in windows:
            user.seats += 1
            session.commit()
    with sessions.begin() as session:
        user = session.get_one(User, 20)
        print(f"   naive: each read 0 and wrote 1. The user's seats: {user.seats}. One is lost.")
        user.seats = 0

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda seat_id: book_seat_optimistic(sessions, seat_id, 20), (3, 4)))
    with sessions() as session:
        print(f"   right: with the version as a condition: {session.get_one(User, 20).seats}.")


def _show_queue(engine: Engine) -> None:
    print("\n3. Four workers, four jobs")
    sessions = sessionmaker(engine)
    queue = JobQueue(sessions)
    for number in range(4):
        queue.enqueue({"number": number})
    first = select(JobRow).where(JobRow.state == "ready").order_by(JobRow.id).limit(1)
    with ThreadPoolExecutor(3) as pool, sessions() as busy:
        # The first worker does its job inside the transaction that locked it.
        busy.scalars(first.with_for_update()).one()
        others = [pool.submit(_take_and_let_go, sessions, first) for _ in range(3)]
        _until(lambda: _waiting(engine) == 3)
        print(f"   naive: the job runs under FOR UPDATE: {_waiting(engine)} of 4 workers wait.")
        busy.rollback()
        for other in others:
            other.result()
    jobs = [queue.claim(f"worker {n}", 1, timedelta(minutes=5))[0] for n in range(4)]
    print(f"   right: SKIP LOCKED, a lease, commit. The jobs handed out: {[j.id for j in jobs]}.")
    print(f"          Transactions open while these jobs run: {_open_transactions(engine)}.")
    for job in jobs:
        queue.complete(job)


def _take_and_let_go(sessions: sessionmaker[Session], first: Any) -> None:
    with sessions() as session:
        session.scalars(first.with_for_update()).all()


def _show_a_killed_worker(url: str, sessions: sessionmaker[Session]) -> None:
    print("\n4. A worker is killed, another one comes back late")
    queue = JobQueue(sessions)
    job_id = queue.enqueue({"mail": "to ann@example.org"})
    child = os.fork()
    if child == 0:  # a process of its own: it takes the job and dies
        own = sessionmaker(create_engine(url))
        JobQueue(own).claim("killed", 1, timedelta(minutes=5))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with sessions() as session:
        row = session.get_one(JobRow, job_id)
        print(f"   naive: a state alone. Job {job_id} stays {row.state!r}, and nobody runs it.")
    later = datetime.now(UTC) + timedelta(minutes=6)
    print(f"   right: the lease ends: reap takes away {queue.reap(later)} job.")
    (late,) = queue.claim("late", 1, timedelta(minutes=5))
    queue.reap(later)
    (job,) = queue.claim("next", 1, timedelta(minutes=5))
    try:
        queue.complete(late)
    except LeaseLost as error:
        print(f"          A late worker: LeaseLost, {error}.")
    queue.complete(job)
    print(f"          Attempt {job.attempt} completes it.")


def _show_only_one(engine: Engine) -> None:
    print("\n5. A report that only one process makes")
    take = select(func.pg_try_advisory_lock(7))
    with engine.connect() as connection:
        connection.scalar(take)
    with engine.connect() as one, engine.connect() as another:
        got = [connection.scalar(take) for connection in (another, one)]
        print("   naive: lock, and give the connection back to the pool.")
        print(f"          Two later ones, on two of its connections: {got}. The name stays taken.")
    with only_one(engine, "report") as first, only_one(engine, "report") as second:
        during = [first, second]
    with only_one(engine, "report") as third:
        print(f"   right: two at the same time: {during}; one afterwards: {third}.")


def _bookings(sessions: sessionmaker[Session], seat_id: int) -> int:
    with sessions() as session:
        count = select(func.count()).select_from(Booking).where(Booking.seat_id == seat_id)
        return session.scalar(count) or 0


def _waiting(engine: Engine) -> int:
    """How many sessions wait for a lock in this database."""
    with engine.connect() as connection:
        return connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).scalar_one()


def _open_transactions(engine: Engine) -> int:
    """How many other sessions have a transaction open in this database."""
    with engine.connect() as connection:
        return connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        ).scalar_one()


def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.005)


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as url:
        main(url)
