"""One conditional UPDATE decides and writes in one step; transaction locks for the names."""

import zlib
from typing import cast

from solution import *
from sqlalchemy import CursorResult


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Write under a condition, and look whether something was written."""
    with session.begin_nested():  # a refusal takes back what was written before it
        for kind, key, condition, values, refusal in (
            (User, user_id, User.seats < MAX_SEATS, {"seats": User.seats + 1}, LimitReached),
            (Seat, seat_id, Seat.taken.is_(False), {"taken": True}, SeatTaken),
        ):
            statement = (
                update(kind)
                .where(kind.id == key, condition)
                .values(version=kind.version + 1, **values)
                .returning(kind)
            )
            if session.scalar(statement, execution_options={"populate_existing": True}) is None:
                raise refusal(key)
        booking = Booking(seat_id=seat_id, user_id=user_id)
        session.add(booking)
    return booking


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """Nothing is read before, so nothing can be outdated."""
    with sessions(expire_on_commit=False) as session, session.begin():
        return book_seat(session, seat_id, user_id)


def enqueue(self: JobQueue, payload: dict[str, Any], priority: int = 0) -> int:
    """INSERT … RETURNING."""
    row = JobRow(payload=payload, priority=priority)
    with self._sessions(expire_on_commit=False) as session, session.begin():
        session.add(row)
    return row.id


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """Lock with SKIP LOCKED, and change the objects."""
    jobs = list[Job]()
    with self._sessions.begin() as session:
        for row in session.scalars(
            select(JobRow)
            .filter_by(state="ready")
            .order_by(JobRow.priority.desc(), JobRow.id)
            .limit(n)
            .with_for_update(skip_locked=True)
        ):
            row.state = "running"
            row.worker = worker
            row.attempts += 1
            row.lease_until = datetime.now(UTC) + lease
            jobs.append(Job(row.id, row.payload, worker, row.attempts))
    return jobs


def complete(self: JobQueue, job: Job) -> None:
    """The attempt is the fence."""
    _run(self, "state = 'done', lease_until = NULL", job)


def heartbeat(self: JobQueue, job: Job, lease: timedelta) -> None:
    """The attempt is the fence."""
    _run(self, "lease_until = now() + :lease", job, lease=lease)


def fail(self: JobQueue, job: Job) -> None:
    """The attempt is the fence."""
    state = "failed" if job.attempt >= MAX_ATTEMPTS else "ready"
    _run(self, "state = :state, lease_until = NULL", job, state=state)


def _run(self: JobQueue, changes: str, job: Job, **parameters: object) -> None:
    where = "WHERE id = :id AND attempts = :attempt AND state = 'running'"
    parameters |= {"id": job.id, "attempt": job.attempt}
    with self._sessions.begin() as session:
        result = session.execute(text(f"UPDATE jobs SET {changes} {where}"), parameters)
        if cast("CursorResult[Any]", result).rowcount != 1:
            raise LeaseLost(str(job))


def reap(self: JobQueue, now: datetime) -> int:
    """One statement for all."""
    with self._sessions.begin() as session:
        result = session.execute(
            text(
                "UPDATE jobs SET lease_until = NULL,"
                " state = CASE WHEN attempts < :most THEN 'ready' ELSE 'failed' END"
                " WHERE state = 'running' AND lease_until < :now"
            ),
            {"most": MAX_ATTEMPTS, "now": now},
        )
        return cast("CursorResult[Any]", result).rowcount


JobQueue.enqueue = enqueue
JobQueue.claim = claim
JobQueue.complete = complete
JobQueue.heartbeat = heartbeat
JobQueue.fail = fail
JobQueue.reap = reap


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """A lock of the transaction ends with it, however it ends."""
    key = zlib.crc32(name.encode())
    with engine.begin() as connection:
        yield connection.execute(select(func.pg_try_advisory_xact_lock(key))).scalar_one()
