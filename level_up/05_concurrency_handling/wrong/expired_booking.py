"""Returns an object that its commit has expired."""

from solution import *

FAILS = "an_optimistic_booking_is_committed"
SAYS = "attributes of the booking cannot be read"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """The session is closed, so nothing can be loaded any more."""
    with sessions.begin() as session:
        return book_seat(session, seat_id, user_id)
