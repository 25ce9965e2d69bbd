"""Advisory locks in place of row locks: who has the number may look and write in peace."""

from solution import *

_USERS, _SEATS, _QUEUE, _NAMES = 1, 2, 3, 4


def _take(session: Session, space: int, number: int) -> None:
    """Wait for a number; it is free again when the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(space, number)))


def _book(session: Session, seat_id: int, user_id: int) -> int:
    user_seats, user_version = session.execute(
        select(User.seats, User.version).where(User.id == user_id)
    ).one()
    taken, seat_version = session.execute(
        select(Seat.taken, Seat.version).where(Seat.id == seat_id)
    ).one()
    if taken:
        raise SeatTaken(seat_id)
    if user_seats >= MAX_SEATS:
        raise LimitReached(user_id)
    booked = session.scalar(
        text(
            "WITH u AS (UPDATE users SET seats = seats + 1, version = version + 1"
            "           WHERE id = :user_id AND version = :user_version RETURNING id),"
            "     s AS (UPDATE seats SET taken = true, version = version + 1"
            "           WHERE id = :seat_id AND version = :seat_version RETURNING id)"
            " INSERT INTO bookings (seat_id, user_id) SELECT s.id, u.id FROM s, u RETURNING id"
        ),
        {
            "user_id": user_id,
            "user_version": user_version,
            "seat_id": seat_id,
            "seat_version": seat_version,
        },
    )
    if booked is None:
        raise Conflict
    session.expire_all()
    return booked


def book_seat(session: Session, seat_id: int, user_id: int) -> Booking:
    """Everybody takes the number of the user, then the number of the seat."""
    session.flush()
    _take(session, _USERS, user_id)
    _take(session, _SEATS, seat_id)
    return session.get_one(Booking, _book(session, seat_id, user_id))


def book_seat_optimistic(
    sessions: sessionmaker[Session], seat_id: int, user_id: int, *, attempts: int = 5
) -> Booking:
    """No number is taken: the versions are compared in one statement."""
    for attempt in range(1, attempts + 1):
        try:
            with sessions.begin() as session:
                booking = session.get_one(Booking, _book(session, seat_id, user_id))
                session.expunge(booking)
                return booking
        except Conflict:
            if attempt == attempts:
                raise
    raise ValueError(f"attempts is {attempts}")


# OFFSET 0 keeps the condition out of the inner query: in its order, and no lock too many.
_FREE = text(
    "SELECT id FROM (SELECT id FROM jobs WHERE state = 'ready' ORDER BY priority DESC, id OFFSET 0)"
    " AS ready WHERE pg_try_advisory_xact_lock(:space, id) LIMIT :n"
)


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """A number for each job: whose number is taken is passed over."""
    jobs = list[Job]()
    with self._sessions.begin() as session:
        while len(jobs) < n:
            ids = session.scalars(_FREE, {"space": _QUEUE, "n": n - len(jobs)}).all()
            if not ids:
                break
            # Another claim may have had them, and have ended, since they were looked for.
            for row in session.scalars(
                select(JobRow)
                .where(JobRow.id.in_(ids), JobRow.state == "ready")
                .order_by(JobRow.priority.desc(), JobRow.id)
            ):
                row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
                row.lease_until = datetime.now(UTC) + lease
                jobs.append(Job(row.id, row.payload, worker, row.attempts))
            session.flush()
    return jobs


JobQueue.claim = claim


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """PostgreSQL makes the number from the text."""
    connection = engine.connect()
    try:
        key = func.hashtext(name)
        yield bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_NAMES, key))))
    finally:
        connection.close()
