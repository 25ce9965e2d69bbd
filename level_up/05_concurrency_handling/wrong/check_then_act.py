"""Looks whether the seat is free, then takes it, as if nobody came between."""

from solution import *

FAILS = "one_seat_goes_to_one_buyer"
SAYS = "bookings exist for one seat"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """What was read may be outdated by the time of the write."""
    user = session.get_one(User, user_id, populate_existing=True)
    seat = session.get_one(Seat, seat_id, populate_existing=True)
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
