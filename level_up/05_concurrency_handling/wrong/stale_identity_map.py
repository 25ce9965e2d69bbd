"""Expects FOR UPDATE to refresh an object that the session holds already."""

from solution import *

FAILS = "what_is_locked_is_current"
SAYS = "had loaded a free seat"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """The row is locked; the object keeps its old values."""
    user = session.scalars(select(User).where(User.id == user_id).with_for_update()).one()
    seat = session.scalars(select(Seat).where(Seat.id == seat_id).with_for_update()).one()
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
