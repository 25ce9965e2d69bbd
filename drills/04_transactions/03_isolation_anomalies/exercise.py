"""Show what two transactions can do to each other, predict it, and prevent it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ForeignKey
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

# --- Yours. --------------------------------------------------------------------------------

SCHEDULES: dict[str, list[Step]] = {
    # Given, as an example: B changes a row and takes it back, A reads in between.
    "dirty_read": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = 0 WHERE id = 1"),
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", ROLLBACK),
        Step("A", COMMIT),
    ],
    # TODO task 1: write these four.
    "lost_update": [],
    "read_skew": [],
    "phantom": [],
    "write_skew": [],
}

# What comes of each schedule at each level: 5 x 3 entries.
PREDICTION: dict[tuple[str, Level], Outcome] = {
    # TODO task 2: ("dirty_read", "READ COMMITTED"): …,
}


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Take money from an account, unless it holds too little.

    The caller commits or rolls back, also where the answer is False, and runs at READ COMMITTED.
    This holds for all three functions.

    Args:
        session: in a transaction of the caller's, or in none yet. It may hold objects of these
            rows that were loaded before.
        account_id: whose money.
        cents: how much, above 0.

    Returns:
        Whether it was taken. False, and nothing changes, where the account holds less or does
        not exist.
    """
    # TODO task 3
    raise NotImplementedError


def book_room_safely(session: Session, room_id: int, starts: int, ends: int) -> bool:
    """Book a room, unless a booking overlaps. A booking may start in the hour another ends.

    Args:
        session: as above.
        room_id: a room that exists.
        starts: the first hour.
        ends: the hour in which the room is free again, after `starts`.

    Returns:
        Whether it was booked.
    """
    # TODO task 3
    raise NotImplementedError


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """Take a doctor off call, unless nobody else of the shift is on call.

    Args:
        session: as above.
        doctor_id: a doctor who is on call.

    Returns:
        Whether the doctor is off call now.
    """
    # TODO task 3
    raise NotImplementedError
