"""Show what two transactions can do to each other, predict it, and prevent it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ForeignKey, and_, exists, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# --- Given. Use it as it is. ---------------------------------------------------------------


class Base(DeclarativeBase):
    """Base class of the models."""


class Account(Base):
    """Money. Rows for the schedules: 1 (Ann) and 2 (Ben), each with 100 cents."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    cents: Mapped[int]


class Room(Base):
    """A room that can be booked. Rows for the schedules: 1 and 2."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)


class Booking(Base):
    """A room is taken from hour `starts` up to hour `ends`, which is free again.

    Rows for the schedules: room 1 from 9 to 11.
    """

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    starts: Mapped[int]
    ends: Mapped[int]


class Doctor(Base):
    """A doctor of a shift. Rows for the schedules: 1 and 2, both of shift 1 and on call."""

    __tablename__ = "doctors"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int]
    on_call: Mapped[bool]


COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"


@dataclass(frozen=True)
class Step:
    """One statement of one session.

    A session's transaction begins by itself with its first step, at the level that is tried.
    Its last step is COMMIT or ROLLBACK. A step that has to wait for a lock is left waiting, and
    the next step goes on.
    """

    session: str
    sql: str


Level = Literal["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"]
Outcome = Literal["prevented", "allowed", "error_stmt", "error_commit"]

# --- The answer. ---------------------------------------------------------------------------

SCHEDULES: dict[str, list[Step]] = {
    "dirty_read": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = 0 WHERE id = 1"),
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", ROLLBACK),
        Step("A", COMMIT),
    ],
    # Both read 100. A takes 30, B takes 50, and each writes what it has computed.
    "lost_update": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", "SELECT cents FROM accounts WHERE id = 1"),
        Step("A", "UPDATE accounts SET cents = 70 WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = 50 WHERE id = 1"),  # waits for A
        Step("A", COMMIT),
        Step("B", COMMIT),
    ],
    # A adds up two accounts while B moves money between them: 100 + 150.
    "read_skew": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = cents - 50 WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = cents + 50 WHERE id = 2"),
        Step("B", COMMIT),
        Step("A", "SELECT cents FROM accounts WHERE id = 2"),
        Step("A", COMMIT),
    ],
    # A asks twice what is booked, B books in between.
    "phantom": [
        Step("A", "SELECT starts, ends FROM bookings WHERE room_id = 1"),
        Step("B", "INSERT INTO bookings (room_id, starts, ends) VALUES (1, 14, 15)"),
        Step("B", COMMIT),
        Step("A", "SELECT starts, ends FROM bookings WHERE room_id = 1"),
        Step("A", COMMIT),
    ],
    # Both see two doctors on call, and each takes another one off.
    "write_skew": [
        Step("A", "SELECT count(*) FROM doctors WHERE shift_id = 1 AND on_call"),
        Step("B", "SELECT count(*) FROM doctors WHERE shift_id = 1 AND on_call"),
        Step("A", "UPDATE doctors SET on_call = false WHERE id = 1"),
        Step("B", "UPDATE doctors SET on_call = false WHERE id = 2"),
        Step("A", COMMIT),
        Step("B", COMMIT),
    ],
}

PREDICTION: dict[tuple[str, Level], Outcome] = {
    # PostgreSQL never shows what is not committed.
    ("dirty_read", "READ COMMITTED"): "prevented",
    ("dirty_read", "REPEATABLE READ"): "prevented",
    ("dirty_read", "SERIALIZABLE"): "prevented",
    # The second writer of a row that has changed since its snapshot is refused.
    ("lost_update", "READ COMMITTED"): "allowed",
    ("lost_update", "REPEATABLE READ"): "error_stmt",
    ("lost_update", "SERIALIZABLE"): "error_stmt",
    # One snapshot for the whole transaction, and both reads are of one moment.
    ("read_skew", "READ COMMITTED"): "allowed",
    ("read_skew", "REPEATABLE READ"): "prevented",
    ("read_skew", "SERIALIZABLE"): "prevented",
    # The SQL standard lets REPEATABLE READ show phantoms. A snapshot has none.
    ("phantom", "READ COMMITTED"): "allowed",
    ("phantom", "REPEATABLE READ"): "prevented",
    ("phantom", "SERIALIZABLE"): "prevented",
    # Different rows, so no write meets another. Only SERIALIZABLE looks at what was read.
    ("write_skew", "READ COMMITTED"): "allowed",
    ("write_skew", "REPEATABLE READ"): "allowed",
    ("write_skew", "SERIALIZABLE"): "error_commit",
}


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Take money from an account, unless it holds too little.

    Args:
        session: in a transaction of the caller's, or in none yet.
        account_id: whose money.
        cents: how much, above 0.

    Returns:
        Whether it was taken.
    """
    # Decision and change are one statement about one row: it waits for the row's lock and then
    # looks at the row again.
    taken = session.scalar(
        update(Account)
        .where(Account.id == account_id, Account.cents >= cents)
        .values(cents=Account.cents - cents)
        .returning(Account.id)
    )
    return taken is not None


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """Book a room, unless a booking overlaps.

    Args:
        session: in a transaction of the caller's, or in none yet.
        room_id: a room that exists.
        starts: the first hour.
        ends: the hour in which the room is free again.

    Returns:
        Whether it was booked.
    """
    # A booking that does not exist yet cannot be locked. The room can: it stands for all of its
    # bookings, those to come included.
    session.execute(select(Room.id).where(Room.id == room_id).with_for_update())
    overlaps = and_(Booking.room_id == room_id, Booking.starts < ends, Booking.ends > starts)
    if session.scalar(select(exists().where(overlaps))):
        return False
    session.add(Booking(room_id=room_id, starts=starts, ends=ends))
    session.flush()
    return True


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """Take a doctor off call, unless nobody else of the shift is on call.

    Args:
        session: in a transaction of the caller's, or in none yet.
        doctor_id: a doctor who is on call.

    Returns:
        Whether the doctor is off call now.
    """
    # Lock all rows that the decision rests on, not only the one that changes; in one order, so
    # that two callers cannot wait for each other.
    shift = select(Doctor.shift_id).where(Doctor.id == doctor_id).scalar_subquery()
    on_call = session.scalars(
        select(Doctor.id)
        .where(Doctor.shift_id == shift, Doctor.on_call)
        .order_by(Doctor.id)
        .with_for_update()
    ).all()
    if not set(on_call) - {doctor_id}:
        return False
    session.execute(update(Doctor).where(Doctor.id == doctor_id).values(on_call=False))
    return True
