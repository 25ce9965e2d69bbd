"""Thinks that FOR UPDATE also locks the rows that are not there yet."""

from solution import *

FAILS = "a_room_is_booked_once"
SAYS = "a row that does not exist yet cannot be locked"


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """The query finds no booking, so it locks none, and both callers go on."""
    overlaps = and_(Booking.room_id == room_id, Booking.starts < ends, Booking.ends > starts)
    if session.scalars(select(Booking).where(overlaps).with_for_update()).first():
        return False
    session.add(Booking(room_id=room_id, starts=starts, ends=ends))
    session.flush()
    return True
