"""Ends the transaction of the caller."""

from solution import *
from solution import book_seat as _good

FAILS = "a_free_seat_is_booked"
SAYS = "leaves commit and rollback to its caller"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """The caller cannot take it back any more."""
    booking = _good(session, seat_id, user_id)
    session.commit()
    return booking
