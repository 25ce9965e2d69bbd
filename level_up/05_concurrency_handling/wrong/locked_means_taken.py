"""Takes a seat that somebody is about to book for one that is booked."""

from solution import *

FAILS = "one_seat_goes_to_one_buyer"
SAYS = "a seat that is locked is not yet taken"


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """SKIP LOCKED is for jobs, of which any will do."""
    fresh = {"populate_existing": True}
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    seat = session.scalar(
        select(Seat).where(Seat.id == seat_id).with_for_update(skip_locked=True),
        execution_options=fresh,
    )
    if seat is None:
        raise SeatTaken
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
