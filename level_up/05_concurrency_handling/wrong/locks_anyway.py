"""Calls it optimistic and takes a lock all the same."""

from solution import *

FAILS = "nobody_waits_for_an_optimistic_booking"
SAYS = "they were locked already"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """Right, but everybody else waits."""
    with sessions(expire_on_commit=False) as session, session.begin():
        return book_seat(session, seat_id, user_id)
