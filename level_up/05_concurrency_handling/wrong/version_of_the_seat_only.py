"""Compares the version of one of the two rows that the decision rests on."""

from solution import *
from solution import _change, _decide

FAILS = "a_conflict_is_decided_anew"
SAYS = "the user got a fourth seat"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """The user's seats are written as they were read."""
    for _ in range(attempts):
        with sessions(expire_on_commit=False) as session:
            user = session.get_one(User, user_id)
            seat = session.get_one(Seat, seat_id)
            _decide(user, seat)
            if _change(session, seat, taken=True):
                user.seats += 1
                user.version += 1
                booking = Booking(seat_id=seat_id, user_id=user_id)
                session.add(booking)
                session.commit()
                return booking
    raise Conflict
