"""Changes the rows, and raises afterwards where it was not allowed."""

from solution import *

FAILS = "a_refused_booking_changes_nothing"
SAYS = "after SeatTaken and the caller's commit, this had changed: seats of user 1 from 0 to 1"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """What was changed before the exception is stored by the caller's commit."""
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    user.seats += 1
    user.version += 1
    if user.seats > MAX_SEATS:
        raise LimitReached
    seat = session.get_one(Seat, seat_id, with_for_update=True, populate_existing=True)
    if seat.taken:
        raise SeatTaken
    seat.taken = True
    seat.version += 1
    booking = Booking(seat_id=seat_id, user_id=user_id)
    session.add(booking)
    session.flush()
    return booking
