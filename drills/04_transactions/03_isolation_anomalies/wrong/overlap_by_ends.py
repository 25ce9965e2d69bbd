"""Thinks that two bookings overlap only where the old one begins or ends within the new one."""

from solution import *

FAILS = "a_room_is_booked_once"
SAYS = "was given from 16 to 17"


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """Hours strictly inside an existing booking are given once more."""
    session.execute(select(Room.id).where(Room.id == room_id).with_for_update())
    begins_within = and_(Booking.starts >= starts, Booking.starts < ends)
    ends_within = and_(Booking.ends > starts, Booking.ends <= ends)
    overlaps = and_(Booking.room_id == room_id, begins_within | ends_within)
    if session.scalar(select(exists().where(overlaps))):
        return False
    session.add(Booking(room_id=room_id, starts=starts, ends=ends))
    session.flush()
    return True
