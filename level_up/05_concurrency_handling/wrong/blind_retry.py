"""Reads the versions anew, and applies the old decision."""

from solution import *
from solution import _change, _decide

FAILS = "a_conflict_is_decided_anew"
SAYS = "a decision holds for what was read"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """The second attempt asks only whether the version is the newest."""
    is_decided = False
    for _ in range(attempts):
        with sessions(expire_on_commit=False) as session:
            user = session.get_one(User, user_id)
            seat = session.get_one(Seat, seat_id)
            if not is_decided:
                _decide(user, seat)
                is_decided = True
            if _change(session, user, seats=user.seats + 1) and _change(session, seat, taken=True):
                booking = Booking(seat_id=seat_id, user_id=user_id)
                session.add(booking)
                session.commit()
                return booking
    raise Conflict
