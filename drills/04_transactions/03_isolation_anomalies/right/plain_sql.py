"""Textual SQL: a condition in the UPDATE, a table lock, and a sub-select that locks."""

from solution import *
from sqlalchemy import text


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Whether a row came back tells whether the money was there."""
    statement = text(
        "UPDATE accounts SET cents = cents - :cents WHERE id = :id AND cents >= :cents RETURNING id"
    )
    return session.execute(statement, {"id": account_id, "cents": cents}).first() is not None


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """Correct and slow: nobody else books any room meanwhile."""
    session.execute(text("LOCK TABLE bookings IN SHARE ROW EXCLUSIVE MODE"))
    statement = text(
        """
        INSERT INTO bookings (room_id, starts, ends)
        SELECT :room, :starts, :ends
        WHERE NOT EXISTS (
            SELECT FROM bookings WHERE room_id = :room AND starts < :ends AND ends > :starts
        )
        RETURNING id
        """
    )
    values = {"room": room_id, "starts": starts, "ends": ends}
    return session.execute(statement, values).first() is not None


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """All of the shift are locked first, whether they are on call or not."""
    lock = text(
        "SELECT id, on_call FROM doctors"
        " WHERE shift_id = (SELECT shift_id FROM doctors WHERE id = :id) ORDER BY id FOR UPDATE"
    )
    shift = session.execute(lock, {"id": doctor_id}).all()
    if not any(on_call for other, on_call in shift if other != doctor_id):
        return False
    session.execute(text("UPDATE doctors SET on_call = false WHERE id = :id"), {"id": doctor_id})
    return True
