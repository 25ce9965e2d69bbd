"""`version_id_col`: the mapper counts and compares; jobs are taken by compare-and-set."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import solution
from solution import (
    MAX_SEATS,
    Base,
    Booking,
    Conflict,
    Job,
    JobRow,
    LeaseLost,
    LimitReached,
    SeatTaken,
    only_one,
)
from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, registry, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

__all__ = [
    "Base",
    "Booking",
    "JobQueue",
    "LeaseLost",
    "Seat",
    "User",
    "book_seat",
    "book_seat_optimistic",
    "only_one",
]


class User:
    """The table of the reference, with a version that the mapper looks after."""

    id: int
    seats: int
    version: int


class Seat:
    """The table of the reference, with a version that the mapper looks after."""

    id: int
    taken: bool
    version: int


for _kind, _given in ((User, solution.User), (Seat, solution.Seat)):
    registry().map_imperatively(_kind, _given.__table__, version_id_col=_given.__table__.c.version)


def _book(session: Session, user: User, seat: Seat) -> Booking:
    if seat.taken:
        raise SeatTaken
    if user.seats == MAX_SEATS:
        raise LimitReached
    seat.taken = True
    user.seats += 1
    booking = Booking(seat_id=seat.id, user_id=user.id)
    session.add(booking)
    session.flush()
    return booking


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Refresh under a lock."""
    user = session.get_one(User, user_id)
    seat = session.get_one(Seat, seat_id)
    session.refresh(user, with_for_update=True)
    session.refresh(seat, with_for_update=True)
    return _book(session, user, seat)


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """The flush raises where a version has moved."""
    while True:
        attempts -= 1
        session = sessions(expire_on_commit=False)
        try:
            booking = _book(session, session.get_one(User, user_id), session.get_one(Seat, seat_id))
            session.commit()
            return booking
        except StaleDataError as error:
            if not attempts:
                raise Conflict from error
        finally:
            session.close()


class JobQueue(solution.JobQueue):
    """Reads without a lock, and takes what nobody else has taken since."""

    def claim(self, worker: str, n: int, lease: timedelta) -> list[Job]:
        """Try again as long as others were faster with everything that was read."""
        with self._sessions() as session:
            while True:
                ready = session.execute(
                    select(JobRow.id, JobRow.payload, JobRow.attempts)
                    .where(JobRow.state == "ready")
                    .order_by(JobRow.priority.desc(), JobRow.id)
                    .limit(n)
                ).all()
                jobs = list[Job]()
                for job_id, payload, attempts in ready:
                    taken = session.execute(
                        update(JobRow)
                        .where(
                            JobRow.id == job_id,
                            JobRow.attempts == attempts,
                            JobRow.state == "ready",
                        )
                        .values(
                            state="running",
                            attempts=attempts + 1,
                            worker=worker,
                            lease_until=datetime.now(UTC) + lease,
                        )
                    )
                    if not cast("CursorResult[Any]", taken).rowcount:
                        break  # what was read is outdated, the rows after it as well
                    jobs.append(Job(job_id, payload, worker, attempts + 1))
                session.commit()
                if jobs or not ready:
                    return jobs
