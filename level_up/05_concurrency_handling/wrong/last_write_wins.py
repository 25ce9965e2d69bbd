"""Writes what follows from its reading, whatever has happened since."""

from solution import *
from solution import _decide

FAILS = "a_conflict_is_decided_anew"
SAYS = "a decision holds for what was read"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """Without a condition on the version."""
    with sessions(expire_on_commit=False) as session, session.begin():
        user = session.get_one(User, user_id)
        seat = session.get_one(Seat, seat_id)
        _decide(user, seat)
        user.seats += 1
        user.version += 1
        seat.taken = True
        seat.version += 1
        booking = Booking(seat_id=seat_id, user_id=user_id)
        session.add(booking)
    return booking
