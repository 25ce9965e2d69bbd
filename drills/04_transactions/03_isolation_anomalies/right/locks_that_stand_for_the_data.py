"""Advisory locks and row locks; other schedules for the same anomalies, one of three sessions."""

from solution import *
from solution import SCHEDULES as _SCHEDULES
from sqlalchemy import func

SCHEDULES = {
    "dirty_read": _SCHEDULES["dirty_read"],
    # Nobody waits: A has committed when B writes what it computed from its old read.
    "lost_update": [
        Step("first", "select cents from accounts where id = 2;"),
        Step("second", "select cents from accounts where id = 2;"),
        Step("first", "update accounts set cents = 110 where id = 2;"),
        Step("first", "commit;"),
        Step("second", "update accounts set cents = 120 where id = 2;"),
        Step("second", "commit;"),
    ],
    # The same query twice: the non-repeatable read is the smallest read skew.
    "read_skew": [
        Step("A", "SELECT * FROM accounts ORDER BY id DESC"),
        Step("B", "UPDATE accounts SET cents = cents - 1, owner = 'Ben %' WHERE id = 2"),
        Step("B", COMMIT),
        Step("A", "SELECT * FROM accounts ORDER BY id DESC"),
        Step("A", COMMIT),
    ],
    # One row vanishes, another appears, each by a transaction of its own.
    "phantom": [
        Step("A", "SELECT count(*) FROM bookings"),
        Step("B", "DELETE FROM bookings"),
        Step("B", COMMIT),
        Step("A", "SELECT count(*) FROM bookings"),
        Step("C", "INSERT INTO bookings (room_id, starts, ends) VALUES (2, 1, 2)"),
        Step("C", COMMIT),
        Step("A", COMMIT),
    ],
    # The condition does what a program would do with the count.
    "write_skew": [
        Step("A", "SELECT id FROM doctors WHERE on_call"),
        Step("B", "SELECT id FROM doctors WHERE on_call"),
        Step("B", "UPDATE doctors SET on_call = false WHERE id = 2"),
        Step("A", "UPDATE doctors SET on_call = false WHERE id = 1"),
        Step("B", COMMIT),
        Step("A", COMMIT),
    ],
}


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Read under a row lock, decide in Python."""
    # An object that the session has loaded before is as old as that: read it anew.
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or account.cents < cents:
        return False
    account.cents -= cents
    session.flush()
    return True


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """A lock on a number that means the room; it goes with the transaction."""
    session.execute(select(func.pg_advisory_xact_lock(1, room_id)))
    hours = select(Booking.id).where(
        Booking.room_id == room_id, Booking.starts < ends, Booking.ends > starts
    )
    if session.scalars(hours).first() is not None:
        return False
    session.add(Booking(room_id=room_id, starts=starts, ends=ends))
    return True


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """The shift has no row, so a number stands for it."""
    doctor = session.get_one(Doctor, doctor_id)
    session.execute(select(func.pg_advisory_xact_lock(2, doctor.shift_id)))
    others = select(func.count()).where(
        Doctor.shift_id == doctor.shift_id, Doctor.on_call, Doctor.id != doctor_id
    )
    if session.scalar(others) == 0:
        return False
    doctor.on_call = False
    return True
