"""`version_id_col`: the mapper counts and compares."""

import solution
from solution import (
    MAX_SEATS,
    Base,
    Booking,
    Conflict,
    Job,
    JobQueue,
    LeaseLost,
    LimitReached,
    SeatTaken,
    only_one,
)
from sqlalchemy.orm import Session, registry, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

__all__ = [
    "Base",
    "Booking",
    "Job",
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
