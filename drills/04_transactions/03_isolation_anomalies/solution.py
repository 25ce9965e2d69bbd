"""Show what two transactions can do to each other, predict it, and prevent it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal, get_args

from sqlalchemy import (
    Connection,
    Engine,
    ForeignKey,
    and_,
    create_engine,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
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


# --- The point, shown. ---------------------------------------------------------------------


def close_shift_naively(session: Session, doctor_id: int) -> bool:
    """Count, then decide, then write: nothing holds the count still."""
    doctor = session.get_one(Doctor, doctor_id)
    same_shift = and_(Doctor.shift_id == doctor.shift_id, Doctor.on_call)
    if session.scalar(select(func.count()).where(same_shift)) == 1:
        return False
    doctor.on_call = False
    session.flush()
    return True


def reset(engine: Engine) -> None:
    """Put the rows of the schedules in place."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE accounts, rooms, bookings, doctors RESTART IDENTITY;"
                "INSERT INTO accounts VALUES (1, 'Ann', 100), (2, 'Ben', 100);"
                "INSERT INTO rooms VALUES (1), (2);"
                "INSERT INTO bookings (room_id, starts, ends) VALUES (1, 9, 11);"
                "INSERT INTO doctors VALUES (1, 1, true), (2, 1, true)"
            )
        )


def until_done_or_waiting(work: Future[bool], server_process: int, observer: Connection) -> None:
    """Come back when the work has ended or the server says that it waits for a lock."""
    while not wait([work], timeout=0.002).done:
        blockers = select(func.cardinality(func.pg_blocking_pids(server_process)))
        if observer.scalar(blockers):
            return


def leave_together(engine: Engine, close: Callable[[Session, int], bool]) -> str:
    """Doctor 2 leaves while doctor 1 has left and has not committed."""
    reset(engine)
    observing = engine.execution_options(isolation_level="AUTOCOMMIT")
    with (
        ThreadPoolExecutor(1) as thread,
        Session(engine) as a,
        Session(engine) as b,
        observing.connect() as observer,
    ):
        process = b.scalars(select(func.pg_backend_pid())).one()
        first = close(a, 1)
        second = thread.submit(close, b, 2)
        until_done_or_waiting(second, process, observer)
        a.commit()
        answers = [first, second.result()]
        b.commit()
        on_call = observer.scalar(select(func.count()).where(Doctor.on_call))
    return f"the calls returned {answers}, on call now: {on_call}"


@dataclass
class Run:
    """What came of a schedule that was played."""

    reads: defaultdict[str, list[object]] = field(default_factory=lambda: defaultdict(list))
    rows: list[object] = field(default_factory=list)
    failed: Outcome | None = None
    failed_session: str = ""


def play(engine: Engine, steps: Sequence[Step], level: Level = "READ COMMITTED") -> Run:
    """Play steps in their order, each session on a connection and a thread of its own."""
    reset(engine)
    run = Run()
    names = dict.fromkeys(step.session for step in steps)
    with ExitStack() as stack:
        at_level = engine.execution_options(isolation_level=level)
        connections = {name: stack.enter_context(at_level.connect()) for name in names}
        processes = {name: server_process(each) for name, each in connections.items()}
        observing = engine.execution_options(isolation_level="AUTOCOMMIT")
        observer = stack.enter_context(observing.connect())
        # Entered last, so left first: a connection is closed when its thread has ended.
        threads = {name: stack.enter_context(ThreadPoolExecutor(1)) for name in names}
        for step in steps:
            work = threads[step.session].submit(execute, connections[step.session], step, run)
            until_done_or_waiting(work, processes[step.session], observer)
    with engine.connect() as connection:
        for query in (
            select(Account.cents).order_by(Account.id),
            select(Booking.room_id, Booking.starts, Booking.ends).order_by(Booking.starts),
            select(Doctor.on_call).order_by(Doctor.id),
        ):
            run.rows.append(connection.execute(query).all())
    return run


def server_process(connection: Connection) -> int:
    """The number of the server process behind a connection, which has no transaction after it."""
    process = connection.scalars(select(func.pg_backend_pid())).one()
    connection.rollback()
    return process


def execute(connection: Connection, step: Step, run: Run) -> bool:
    """Execute one step; False where its transaction has failed."""
    if run.failed_session == step.session:
        return False
    try:
        if step.sql == COMMIT:
            connection.commit()
        elif step.sql == ROLLBACK:
            connection.rollback()
        else:
            result = connection.exec_driver_sql(step.sql)
            run.reads[step.session].append(result.all() if result.returns_rows else None)
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) != "40001":
            raise
        run.failed = "error_commit" if step.sql == COMMIT else "error_stmt"
        run.failed_session = step.session
        connection.rollback()
        return False
    return True


def outcome(engine: Engine, steps: Sequence[Step], level: Level) -> Outcome:
    """Say what came of a schedule: allowed is what no order of whole transactions gives."""
    run = play(engine, steps, level)
    if run.failed:
        return run.failed
    for order in permutations(step.session for step in steps if step.sql == COMMIT):
        alone = play(engine, [s for name in order for s in steps if s.session == name])
        if alone.rows == run.rows and all(alone.reads[n] == run.reads[n] for n in order):
            return "prevented"
    return "allowed"


def show(url: str) -> None:
    """Let the last two doctors leave together, then play every schedule at every level."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    print("Two doctors are on call and both leave at the same time, at READ COMMITTED:")
    print(f"  count, then update:  {leave_together(engine, close_shift_naively)}")
    print(f"  lock, then decide:   {leave_together(engine, close_shift_safely)}")

    levels: tuple[Level, ...] = get_args(Level)
    print("\nWhat came of each schedule in this run:")
    print(f"  {'':12}" + "".join(f"{level:18}" for level in levels).rstrip())
    as_predicted = 0
    for name, steps in SCHEDULES.items():
        seen = [outcome(engine, steps, level) for level in levels]
        as_predicted += seen == [PREDICTION[name, level] for level in levels]
        print(f"  {name:12}" + "".join(f"{each:18}" for each in seen).rstrip())
    print(f"{as_predicted} of {len(SCHEDULES)} rows as predicted")
    engine.dispose()


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as scratch_url:
        show(scratch_url)
