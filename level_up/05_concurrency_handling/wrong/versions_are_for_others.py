"""Thinks that who locks need not raise the version."""

from solution import *

FAILS = "a_free_seat_is_booked"
SAYS = "both versions one higher"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """An optimistic reader does not notice this change."""
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    seat = session.get_one(Seat, seat_id, with_for_update=True, populate_existing=True)
    if seat.taken:
        raise SeatTaken
    if user.seats >= MAX_SEATS:
        raise LimitReached
    user.seats += 1
    seat.taken = True
    booking = Booking(seat_id=seat_id, user_id=user_id)
    session.add(booking)
    session.flush()
    return booking
