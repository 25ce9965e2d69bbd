"""Waits a moment so that the other one will have finished."""

import random
import time

from solution import *

FAILS = "a_room_is_booked_once"
SAYS = "time.sleep() was called: time settles no race"


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """Makes the race rare, which is worse: nobody finds it."""
    time.sleep(random.uniform(0, 0.02))
    overlaps = and_(Booking.room_id == room_id, Booking.starts < ends, Booking.ends > starts)
    if session.scalar(select(exists().where(overlaps))):
        return False
    session.add(Booking(room_id=room_id, starts=starts, ends=ends))
    session.flush()
    return True
