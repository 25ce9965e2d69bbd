"""Takes attempts for the number of repetitions."""

from solution import *
from solution import book_seat_optimistic as _good

FAILS = "attempts_are_limited"
SAYS = "it went on to attempt 2"


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """One more than the caller allows."""
    return _good(sessions, seat_id, user_id, attempts=attempts + 1)
