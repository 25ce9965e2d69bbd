"""Locks the seat, and forgets that the limit belongs to the user."""

from solution import *

FAILS = "a_user_gets_four_seats_at_most"
SAYS = "the limit belongs to the user"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Two windows of one user lock two seats, and do not meet."""
    user = session.get_one(User, user_id, populate_existing=True)
    seat = session.get_one(Seat, seat_id, with_for_update=True, populate_existing=True)
    if seat.taken:
        raise SeatTaken
    if user.seats >= MAX_SEATS:
        raise LimitReached
    user.seats += 1
    user.version += 1
    seat.taken = True
    seat.version += 1
    booking = Booking(seat_id=seat_id, user_id=user_id)
    session.add(booking)
    session.flush()
    return booking
