"""Reads again in the same session, which hands out the objects that it holds."""

from solution import *
from solution import _change, _decide

FAILS = "a_conflict_is_decided_anew"
SAYS = "the outcome was Conflict"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """A SELECT does not refresh objects; every attempt sees the first reading."""
    with sessions(expire_on_commit=False) as session:
        user = session.get_one(User, user_id)
        for _ in range(attempts):
            savepoint = session.begin_nested()
            user = session.get_one(User, user_id)
            seat = session.get_one(Seat, seat_id)
            _decide(user, seat)
            if _change(session, user, seats=user.seats + 1) and _change(session, seat, taken=True):
                booking = Booking(seat_id=seat_id, user_id=user_id)
                session.add(booking)
                session.commit()
                return booking
            savepoint.rollback()
    raise Conflict
