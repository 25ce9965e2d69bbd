"""Thinks that one statement is atomic in every respect."""

from solution import *
from sqlalchemy import insert, literal

FAILS = "a_room_is_booked_once"
SAYS = "two overlapping bookings of a free room at the same time returned [True, True]"


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """The condition looks at the statement's snapshot, where the other booking is not yet."""
    overlaps = and_(Booking.room_id == room_id, Booking.starts < ends, Booking.ends > starts)
    row = select(literal(room_id), literal(starts), literal(ends)).where(~exists().where(overlaps))
    statement = insert(Booking).from_select(["room_id", "starts", "ends"], row)
    return session.scalar(statement.returning(Booking.id)) is not None
