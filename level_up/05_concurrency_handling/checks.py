"""Checks of `level_up/05_concurrency_handling`."""

from __future__ import annotations

import builtins
import os
import reprlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import DetachedInstanceError

from runner.api import (
    Crash,
    Database,
    Race,
    assert_same_rows,
    before_first_write,
    datasets,
    first_line,
    meddling,
    must_raise,
    race_to,
    waiting,
)

# https://www.postgresql.org/docs/current/errcodes-appendix.html
LOCK_NOT_AVAILABLE = "55P03"
LEASE = timedelta(minutes=5)
CONNECTIONS = 12
STILL_SECONDS = 2.0
PATIENCE_SECONDS = 10.0
# Two zones that the answer cannot count on: of the process, and of its database sessions.
PROCESS_ZONE, SESSION_ZONE = "JST-9", "EST5"
BOOKED = "a booking, a taken seat, one seat more for the user, and both versions one higher"

# ---- task 1: book_seat ---------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_free_seat_is_booked(answer: Any, database: Database) -> None:
    """A free seat is booked, and both rows say so."""
    sessions = _theatre(answer, database, users={1: 0, 2: 3}, seats=(10, 11, 12))
    with sessions() as session:
        booking = answer.book_seat(session, 10, 1)
        assert isinstance(booking, answer.Booking), (
            f"book_seat returned {booking!r}: the caller wants the Booking that it made"
        )
        assert booking.id is not None, (
            "the booking has no id: the database gives it one when the row is written"
        )
        answer.book_seat(session, 11, 2)
        session.commit()
    _assert_theatre(
        database,
        BOOKED,
        bookings=[(10, 1), (11, 2)],
        users={1: (1, 2), 2: (4, 2)},
        seats={10: (True, 2), 11: (True, 2), 12: (False, 1)},
    )
    with sessions() as session:
        answer.book_seat(session, 12, 1)
        session.rollback()
    assert _seats_booked(database) == [10, 11], (
        "the caller rolled back, and the booking is still there: "
        "a function that gets a session leaves commit and rollback to its caller"
    )


@pytest.mark.task(1)
def test_a_refused_booking_changes_nothing(answer: Any, database: Database) -> None:
    """A taken seat and a user with four seats are refused."""
    sessions = _theatre(answer, database, users={1: 0, 2: 4, 3: 2}, seats=(10, 11, 12))
    with sessions() as session:
        answer.book_seat(session, 10, 3)
        session.commit()
        before = _theatre_now(database)
        for user_id in (1, 3):
            with must_raise(answer.SeatTaken, f"user {user_id} wanted a seat that user 3 has"):
                answer.book_seat(session, 10, user_id)
            session.commit()
            _assert_unchanged(database, before, "SeatTaken and the caller's commit")
        answer.book_seat(session, 11, 3)
        session.commit()
        before = _theatre_now(database)
        for user_id in (2, 3):
            with must_raise(answer.LimitReached, f"user {user_id} with 4 seats wanted a fifth"):
                answer.book_seat(session, 12, user_id)
            session.commit()
            _assert_unchanged(database, before, "LimitReached and the caller's commit")
    _assert_theatre(
        database,
        "two bookings, and nothing changed by the refused ones",
        bookings=[(10, 3), (11, 3)],
        users={1: (0, 1), 2: (4, 1), 3: (4, 3)},
        seats={10: (True, 2), 11: (True, 2), 12: (False, 1)},
    )


@pytest.mark.task(1)
def test_one_seat_goes_to_one_buyer(answer: Any, database: Database, race: Race) -> None:
    """100 buyers want one seat: one gets it, 99 are told."""
    buyers = 100
    sessions = _theatre(answer, database, users=dict.fromkeys(range(buyers), 0), seats=(10,))
    outcomes = _rush(
        answer,
        database,
        race,
        [lambda s, user=user: answer.book_seat(s, 10, user) for user in range(buyers)],
        sessions,
        lock="SELECT id FROM seats FOR UPDATE",
    )
    count = len(_seats_booked(database))
    assert count, (
        f"none of {buyers} buyers got the seat: somebody had locked the row and then did not "
        "book it, and a seat that is locked is not yet taken"
    )
    assert count == 1, (
        f"{count} bookings exist for one seat after {buyers} buyers rushed for it: "
        "to look whether it is free and to take it must be one atomic step"
    )
    assert outcomes.count("SeatTaken") == buyers - 1, (
        f"one of {buyers} buyers got the seat, {outcomes.count('SeatTaken')} got SeatTaken: "
        "each of the others must be told"
    )


@pytest.mark.task(1)
def test_a_user_gets_four_seats_at_most(answer: Any, database: Database, race: Race) -> None:
    """A user who books from six windows at once ends with four seats."""
    seats = range(10, 16)
    sessions = _theatre(answer, database, users={1: 2, 2: 0}, seats=seats)
    outcomes = _rush(
        answer,
        database,
        race,
        [lambda s, seat=seat: answer.book_seat(s, seat, 1) for seat in seats],
        sessions,
        lock="SELECT id FROM users FOR UPDATE",
    )
    count = len(_seats_booked(database))
    assert count == 2, (
        f"a user with 2 seats booked 6 different ones at once and got {count} more: "
        "the limit belongs to the user, so the bookings of one user must take turns too"
    )
    (stored,) = database.rows("SELECT seats FROM users WHERE id = 1")[0]
    assert stored == 4, (
        f"the user has 2 + {count} seats, and the row says {stored}: "
        "a number that was read before somebody else's change must not be written back"
    )
    assert outcomes.count("LimitReached") == 4, (
        f"{outcomes.count('LimitReached')} of 6 bookings got LimitReached: 4 are over the limit"
    )


@pytest.mark.task(1)
def test_what_is_locked_is_current(answer: Any, database: Database) -> None:
    """Objects that the session loaded before do not decide."""
    sessions = _theatre(answer, database, users={1: 0, 2: 0, 3: 3}, seats=(10, 11, 12))
    with sessions() as session, sessions() as other:
        loaded = [
            *(session.get_one(answer.Seat, number) for number in (10, 11, 12)),
            *(session.get_one(answer.User, number) for number in (1, 3)),
        ]
        for seat, user in ((10, 2), (11, 3)):
            answer.book_seat(other, seat, user)
        other.commit()
        with must_raise(
            answer.SeatTaken,
            "a session had loaded a free seat, another one booked it and committed",
        ):
            answer.book_seat(session, 10, 1)
        with must_raise(
            answer.LimitReached,
            "a session had loaded a user with 3 seats, who got the fourth in another one",
        ):
            answer.book_seat(session, 12, 3)
        answer.book_seat(session, 12, 1)
        assert (loaded[2].taken, loaded[3].seats) == (True, 1), (
            "seat.taken and user.seats of the session's own objects are "
            f"{(loaded[2].taken, loaded[3].seats)} after book_seat, in the table they are "
            "(True, 1): the caller goes on working with these objects"
        )
        session.commit()
    assert_same_rows(
        database.rows("SELECT seat_id, user_id FROM bookings"),
        [(10, 2), (11, 3), (12, 1)],
        "one booking for each seat",
    )


# ---- task 2: book_seat_optimistic ----------------------------------------------------------


@pytest.mark.task(2)
def test_an_optimistic_booking_is_committed(answer: Any, database: Database) -> None:
    """An optimistic booking is committed; a refused one changes nothing."""
    sessions = _theatre(answer, database, users={1: 0, 2: 4, 3: 3}, seats=(10, 11, 12))
    for seat, user in ((10, 1), (11, 3)):
        booking = answer.book_seat_optimistic(sessions, seat, user)
        assert isinstance(booking, answer.Booking), (
            f"book_seat_optimistic returned {booking!r}: the caller wants the Booking"
        )
        try:
            assert (booking.seat_id, booking.user_id) == (seat, user), (
                f"seat {seat} was booked for user {user}, and the booking says seat "
                f"{booking.seat_id}, user {booking.user_id}: it says who has which seat"
            )
        except DetachedInstanceError as error:
            raise AssertionError(
                "the attributes of the booking cannot be read: a commit expires what the session "
                "holds, and its session is closed"
            ) from error
    before = _theatre_now(database)
    with must_raise(answer.SeatTaken, "a taken seat was wanted"):
        answer.book_seat_optimistic(sessions, 10, 1)
    _assert_unchanged(database, before, "SeatTaken")
    for user in (2, 3):
        with must_raise(answer.LimitReached, "a user with 4 seats wanted a fifth"):
            answer.book_seat_optimistic(sessions, 12, user)
        _assert_unchanged(database, before, "LimitReached")
    _assert_theatre(
        database,
        BOOKED,
        bookings=[(10, 1), (11, 3)],
        users={1: (1, 2), 2: (4, 1), 3: (4, 2)},
        seats={10: (True, 2), 11: (True, 2), 12: (False, 1)},
    )


@pytest.mark.task(2)
def test_nobody_waits_for_an_optimistic_booking(answer: Any, database: Database) -> None:
    """While it decides, others can change the rows."""
    sessions = _theatre(answer, database, users={1: 0}, seats=(10, 11))
    look = ["SELECT id FROM users FOR UPDATE", "SELECT id FROM seats FOR UPDATE"]
    with meddling(sessions.kw["bind"], [look]) as meddled:
        answer.book_seat_optimistic(sessions, 10, 1)
    was_blocked = meddled.blocked
    assert not was_blocked, (
        "when it came to its first write, another transaction could not lock the seat and the "
        "user, for they were locked already: an optimistic reader holds nothing while it decides"
    )
    assert meddled.times, "book_seat_optimistic wrote nothing and still returned a booking"
    assert _seats_booked(database) == [10], (
        f"a booking was returned, and the seats booked are {_seats_booked(database)}: "
        "it is committed when the call returns"
    )


@pytest.mark.task(2)
def test_a_conflict_is_decided_anew(answer: Any, database: Database) -> None:
    """What changed after it was read is read and decided again."""
    taken_by_2 = [
        "INSERT INTO bookings (seat_id, user_id) VALUES (10, 2)",
        "UPDATE seats SET taken = true, version = version + 1 WHERE id = 10",
        "UPDATE users SET seats = seats + 1, version = version + 1 WHERE id = 2",
    ]
    other_seat = [
        "INSERT INTO bookings (seat_id, user_id) VALUES (11, 1)",
        "UPDATE seats SET taken = true, version = version + 1 WHERE id = 11",
        "UPDATE users SET seats = seats + 1, version = version + 1 WHERE id = 1",
    ]
    stories = [
        # what happens meanwhile, seats of user 1 before, the outcome, the bookings, seats after
        ("user 2 took the seat", taken_by_2, 0, "SeatTaken", [(10, 2)], 0),
        ("the user got a fourth seat", other_seat, 3, "LimitReached", [(11, 1)], 4),
        ("the user got a first seat", other_seat, 0, "Booking", [(10, 1), (11, 1)], 2),
    ]
    sessions = _theatre(answer, database, users={}, seats=())
    for story, changes, before, expected, bookings, after in stories:
        _reset(database, users={1: before, 2: 0}, seats=(10, 11))
        with meddling(sessions.kw["bind"], [changes]):
            outcome = _outcome(answer, lambda: answer.book_seat_optimistic(sessions, 10, 1))
        story = f"between its first read and its first write {story}"
        assert_same_rows(
            database.rows("SELECT seat_id, user_id FROM bookings"),
            bookings,
            f"{story}: a decision holds for what was read, not for what is there now",
        )
        assert outcome == expected, (
            f"{story}, and the outcome was {outcome}: it must read again and decide again, "
            f"which gives {expected}"
        )
        (stored,) = database.rows("SELECT seats FROM users WHERE id = 1")[0]
        assert stored == after, (
            f"{story}: the user has {after} seats, and the row says {stored}: "
            "a number that was read before somebody else's change must not be written back"
        )


@pytest.mark.task(2)
def test_attempts_are_limited(answer: Any, database: Database) -> None:
    """It tries as often as it may, and then reports a Conflict."""
    sessions = _theatre(answer, database, users={}, seats=())
    change = [
        "UPDATE seats SET version = version + 1",
        "UPDATE users SET version = version + 1",
    ]
    for conflicts, attempts in ((2, 3), (1, 1), (60, 3)):
        _reset(database, users={1: 0}, seats=(10,))
        story = f"with attempts={attempts} and {conflicts} conflict{'s' * (conflicts > 1)}"
        with meddling(sessions.kw["bind"], [change] * conflicts) as meddled:
            outcome = _outcome(
                answer, lambda a=attempts: answer.book_seat_optimistic(sessions, 10, 1, attempts=a)
            )
        assert outcome in ("Booking", "Conflict"), f"{story}: the outcome was {outcome}"
        # An answer that does not depend on versions has no conflict here.
        if outcome == "Conflict":
            assert meddled.times == attempts, (
                f"{story} it reported a Conflict after {meddled.times} attempts: "
                "one that fails is tried again, as often as the caller allows"
            )
        elif meddled.times > attempts:
            raise AssertionError(
                f"{story} it went on to attempt {meddled.times}: "
                "as often as the caller allows, and not more"
            )
        booked = [10] if outcome == "Booking" else []
        assert _seats_booked(database) == booked, (
            f"{story} the outcome was {outcome}, the seats booked are {_seats_booked(database)}: "
            "an attempt that fails must leave nothing"
        )


# ---- task 3: enqueue, claim, complete ------------------------------------------------------


@pytest.mark.task(3)
def test_jobs_come_by_priority_then_age(answer: Any, database: Database) -> None:
    """Jobs come by priority, then by age, each once."""
    queue = _queue(answer, database)
    assert _claim(answer, queue, "ann", 5) == [], "an empty queue: claim gives an empty list"
    priorities = {}
    for number, name in enumerate(datasets.HOSTILE_NAMES):
        job_id = _enqueue(database, queue, {"name": name, "list": [1, None, name]}, number % 3)
        priorities[job_id] = number % 3
    priorities[_enqueue(database, queue, {"name": "without a priority"})] = 0
    payloads = dict(database.rows("SELECT id, payload FROM jobs"))
    expected = sorted(priorities, key=lambda job_id: (-priorities[job_id], job_id))
    got: list[int] = []
    for size in (1, 4, 1000):
        jobs = _claim(answer, queue, "ann", size)
        left = len(expected) - len(got)
        assert len(jobs) == min(size, left), (
            f"claim with n={size} gave {len(jobs)} of {left} ready jobs: "
            "n at most, and as many as there are"
        )
        for job in jobs:
            assert (job.worker, job.attempt) == ("ann", 1), (
                f"a job says worker {job.worker!r}, attempt {job.attempt}: "
                "it names who claimed it, and counts from 1"
            )
            assert job.payload == payloads[job.id], (
                f"job {job.id} was handed out with the payload {job.payload!r}, enqueued was "
                f"{payloads[job.id]!r}: a job brings what it is about"
            )
        got += [job.id for job in jobs]
    for place, (job_id, wanted) in enumerate(zip(got, expected, strict=True), 1):
        assert job_id == wanted, (
            f"as number {place} came job {job_id} of priority {priorities[job_id]}, it was the "
            f"turn of job {wanted} of priority {priorities[wanted]}: "
            "the highest priority first, of equal ones the oldest"
        )
    assert _claim(answer, queue, "bob", 5) == [], "a job that is running is not handed out again"


@pytest.mark.task(3)
def test_a_job_runs_outside_of_any_transaction(answer: Any, database: Database) -> None:
    """While a job runs no transaction is open, and everybody sees who has it."""
    queue = _queue(answer, database)
    ids = [_enqueue(database, queue, {"n": n}) for n in range(3)]
    with _another_zone():
        jobs = _claim(answer, queue, "ann", 2)
    assert [job.id for job in jobs] == ids[:2], (
        f"claim with n=2 gave the jobs {[job.id for job in jobs]}, the oldest are {ids[:2]}: "
        "of equal priority the oldest come first"
    )
    assert not (count := _open_transactions(database)), (
        f"claim has returned and {count} transaction is open: a job may run for hours, and a "
        "transaction must not (locks, dead rows and a connection are kept until it ends)"
    )
    rows = database.rows("SELECT id, state, attempts, worker FROM jobs ORDER BY id")
    for row, wanted in zip(
        rows,
        [(ids[0], "running", 1, "ann"), (ids[1], "running", 1, "ann"), (ids[2], "ready", 0, None)],
        strict=True,
    ):
        assert row == wanted, (
            f"two of three jobs were claimed, and the table shows {row} for one, right is {wanted} "
            "(id, state, attempts, worker): who has a job must be in the table for everybody"
        )
    for job in jobs:
        _assert_lease(database, job.id, 5, "claim was called with a lease of 5 minutes")
    for job in jobs:
        queue.complete(job)
    assert [state for _, state in _states(database)] == ["done", "done", "ready"], (
        f"two of three jobs were completed, and the table shows {_states(database)}: "
        "complete makes its job done, and no other"
    )
    assert not _open_transactions(database), "complete has left a transaction open"


@pytest.mark.task(3)
def test_two_workers_never_get_one_job(answer: Any, database: Database, race: Race) -> None:
    """Two claims that meet hand out different jobs."""
    sessions = _theatre(answer, database, users={}, seats=())
    queue = answer.JobQueue(sessions)
    for n in range(6):
        _enqueue(database, queue, {"n": n})
    got: dict[str, list[int]] = {"ann": [], "bob": []}

    def claim(worker: str) -> None:
        got[worker] += [job.id for job in _claim(answer, queue, worker, 2)]

    # Bob claims at the moment when Ann's claim has read, and comes to its first write.
    bob = threading.Thread(target=claim, args=("bob",), daemon=True)

    def let_bob_claim() -> None:
        if bob.ident is None:  # only at the first transaction of Ann's claim
            bob.start()
            end = time.monotonic() + STILL_SECONDS
            while bob.is_alive() and not waiting(database) and time.monotonic() < end:
                time.sleep(0.002)

    with before_first_write(sessions.kw["bind"], let_bob_claim):
        claim("ann")
    if bob.ident is None:  # Ann's claim has written nothing
        bob.start()
    bob.join(15)
    _assert_once(database, got)
    # Both are in the middle of a statement, and wait for a row.
    outcomes = race_to(
        "SELECT id FROM jobs FOR UPDATE",
        lambda worker: claim(("ann", "bob")[worker]),
        race=race,
        database=database,
        workers=2,
    )
    for outcome in outcomes:
        assert outcome.error is None, f"a claim raised {first_line(outcome.error)}"
    _assert_once(database, got)
    assert len(got["ann"] + got["bob"]) >= 2, "no claim that met another one got any job"


@pytest.mark.task(3)
def test_a_thousand_jobs_are_each_done_once(answer: Any, database: Database, race: Race) -> None:
    """8 processes do 1,000 jobs, each one once."""
    count, processes = 1000, 8
    queue = _queue(answer, database)
    assert _claim(answer, queue, "nobody", 1) == [], "an empty queue has no job"
    with database.observer() as observer:
        observer.cursor().execute(
            "INSERT INTO jobs (payload, priority, state, attempts)"
            " SELECT json_build_object('n', n), n %% 5, 'ready', 0 FROM generate_series(1, %s) n",
            (count,),
        )

    def work(worker: int) -> list[int]:
        # A process of its own has connections of its own.
        queue = answer.JobQueue(sessionmaker(create_engine(database.url)))
        done = []
        while jobs := queue.claim(f"worker {worker}", 25, LEASE):
            done.extend(job.payload["n"] for job in jobs)
            with suppress(answer.LeaseLost):  # where a job went to two; the count tells
                queue.complete(jobs[-1])
        return done

    done: list[int] = []
    # The table is held so that all have looked before one of them writes.
    lock = "LOCK TABLE jobs IN EXCLUSIVE MODE"
    for outcome in race_to(
        lock, work, race=race, database=database, workers=processes, processes=True
    ):
        assert outcome.error is None, (
            f"a worker got {first_line(outcome.error)}: to meet other workers is no error"
        )
        done += outcome.value
    twice = len(done) - len(set(done))
    assert not twice, (
        f"{count} jobs were handed out {len(done)} times among {processes} processes: "
        "each goes to one worker, wherever that runs"
    )
    assert len(done) == count, f"{len(done)} of {count} jobs were handed out: none may be left"


@pytest.mark.task(3)
def test_a_claim_waits_for_no_other(answer: Any, database: Database) -> None:
    """A claim that meets another one takes the next jobs and does not wait."""
    sessions = _theatre(answer, database, users={}, seats=())
    queue = answer.JobQueue(sessions)
    ids = [_enqueue(database, queue, {"n": n}) for n in range(6)]
    got: dict[str, list[int]] = {}
    failed: list[BaseException] = []
    has_waited = False

    def claim() -> None:
        try:
            got["bob"] = [job.id for job in _claim(answer, queue, "bob", 2)]
        except BaseException as error:  # told by the check
            failed.append(error)

    bob = threading.Thread(target=claim, daemon=True)
    ann = threading.get_ident()

    def let_bob_claim(_: object) -> None:
        nonlocal has_waited
        if threading.get_ident() != ann or bob.ident is not None:
            return
        bob.start()
        end = time.monotonic() + PATIENCE_SECONDS
        while bob.is_alive() and time.monotonic() < end:
            if waiting(database):
                # Ann does not go on meanwhile: a wait that ends was not for her.
                bob.join(0.3)
                has_waited = bob.is_alive() and bool(waiting(database))
                if has_waited:
                    return
            bob.join(0.002)
        has_waited = bob.is_alive()

    # Bob claims when Ann's claim has written all and is about to commit.
    engine = sessions.kw["bind"]
    event.listen(engine, "commit", let_bob_claim)
    try:
        got["ann"] = [job.id for job in _claim(answer, queue, "ann", 2)]
    finally:
        event.remove(engine, "commit", let_bob_claim)
    if bob.ident is None:  # Ann's claim was committed by the statement itself
        bob.start()
    bob.join(PATIENCE_SECONDS)
    assert not has_waited, (
        "Ann's claim had not been committed yet, and Bob's claim waited for it, with 4 other jobs "
        "ready: what another claim has in hand is passed over, the next jobs will do"
    )
    assert not failed, f"Bob's claim met Ann's and raised {first_line(failed[0])}"
    assert (got["ann"], got.get("bob")) == (ids[:2], ids[2:4]), (
        f"6 jobs {ids} were ready, Ann claimed 2 and got {got['ann']}, Bob claimed 2 before her "
        f"commit and got {got.get('bob')}: who comes second takes the next jobs"
    )


# ---- task 4: heartbeat, fail, reap ---------------------------------------------------------


@pytest.mark.task(4)
def test_a_failed_job_comes_again(answer: Any, database: Database) -> None:
    """A failed job comes again, three times in all."""
    queue = _queue(answer, database)
    ids = [_enqueue(database, queue, {"n": n}, priority) for n, priority in ((1, 5), (2, 0))]
    for attempt in (1, 2, 3):
        jobs = _claim(answer, queue, "ann", 1)
        assert jobs, f"no job is ready for attempt {attempt}: a failed job comes again"
        (job,) = jobs
        assert (job.id, job.attempt) == (ids[0], attempt), (
            f"claim gave job {job.id}, attempt {job.attempt}: it is attempt {attempt} of {ids[0]}, "
            "for a job that failed keeps its place and counts its attempts"
        )
        queue.fail(job)
    assert _states(database) == [(ids[0], "failed"), (ids[1], "ready")], (
        f"after 3 attempts that failed the table shows {_states(database)}: "
        "a job that fails every time must come to an end"
    )


@pytest.mark.task(4)
def test_an_ended_lease_brings_a_job_back(answer: Any, database: Database) -> None:
    """A job comes back when its lease has ended, and not before."""
    sessions = _theatre(answer, database, users={}, seats=())
    queue = answer.JobQueue(sessions)
    short, kept, done, ready = (_enqueue(database, queue, {"n": n}) for n in range(4))
    jobs = {job.id: job for job in _claim(answer, queue, "ann", 3)}
    assert set(jobs) == {short, kept, done}, (
        f"claim with n=3 gave the jobs {sorted(jobs)}, the oldest are {[short, kept, done]}"
    )
    queue.complete(jobs[done])
    for minutes in (2, 60):
        with _another_zone():
            queue.heartbeat(jobs[kept], timedelta(minutes=minutes))
        _assert_lease(database, kept, minutes, f"heartbeat came with a lease of {minutes} minutes")
    now = datetime.now(UTC)
    for minutes, expected, states in (
        (0, 0, ["running", "running", "done", "ready"]),
        (10, 1, ["ready", "running", "done", "ready"]),
        (10, 0, ["ready", "running", "done", "ready"]),
        (100, 1, ["ready", "ready", "done", "ready"]),
    ):
        taken = queue.reap(now + timedelta(minutes=minutes))
        seen = [state for _, state in _states(database)]
        story = (
            f"two leases were for 5 minutes, one was prolonged to an hour, one job is done; "
            f"reap {minutes} minutes later"
        )
        assert seen == states, (
            f"{story} left {seen} and should leave {states}: "
            "a job is taken away when its lease has ended, and only then"
        )
        assert taken == expected, f"{story} returned {taken}: it took away {expected}"
    again = _claim(answer, queue, "bob", 10)
    assert [(job.id, job.attempt) for job in again] == [(short, 2), (kept, 2), (ready, 1)], (
        f"the jobs came again as {[(job.id, job.attempt) for job in again]} (id, attempt): "
        "a job that was taken away keeps its place and counts its attempts"
    )
    queue.reap(now + timedelta(hours=2))
    queue.claim("bob", 10, LEASE)
    queue.reap(now + timedelta(hours=2))
    assert _states(database)[0] == (short, "failed"), (
        f"after 3 leases that ended the job is {_states(database)[0][1]}: "
        "a job that kills its workers must come to an end too"
    )
    for story, change in (
        ("its worker completed it", "state = 'done'"),
        ("its worker sent a heartbeat", "lease_until = lease_until + interval '1 day'"),
    ):
        _enqueue(database, queue, {"n": 4}, 1)
        job = _claim_one(answer, queue, "ann")
        meanwhile = [f"UPDATE jobs SET {change} WHERE id = {job.id}"]
        with meddling(sessions.kw["bind"], [meanwhile]) as meddled:
            taken = queue.reap(now + timedelta(hours=2))
        state = dict(_states(database))[job.id]
        # A reap that had locked the row came first, and may take the job away.
        assert (state == "ready", taken) == (meddled.blocked, meddled.blocked), (
            f"a lease had ended, and just before reap wrote {story}: reap left the job {state} "
            f"and returned {taken}: what was read may be outdated when the write comes"
        )


@pytest.mark.task(4)
def test_a_late_worker_is_fenced_off(answer: Any, database: Database) -> None:
    """A worker that lost its job cannot touch it any more."""
    sessions = _theatre(answer, database, users={}, seats=())
    queue = answer.JobQueue(sessions)
    job_id = _enqueue(database, queue, {"n": 1})
    late = _claim_one(answer, queue, "ann")
    calls: dict[str, Callable[[Any], None]] = {
        "complete": queue.complete,
        "heartbeat": lambda job: queue.heartbeat(job, 2 * LEASE),
        "fail": queue.fail,
    }

    def try_all(story: str) -> None:
        before = database.rows("SELECT * FROM jobs")
        for name, call in calls.items():
            with must_raise(answer.LeaseLost, f"{story}, then {name} of attempt 1 came"):
                call(late)
            assert database.rows("SELECT state, attempts FROM jobs") == [
                (row[3], row[4]) for row in before
            ], f"{story}, then {name} of attempt 1 changed the job: it is not its job any more"

    queue.reap(datetime.now(UTC) + timedelta(hours=1))
    try_all("a lease ended and the job is ready for the next one")
    # The worker was started again, under the same name.
    job = _claim_one(answer, queue, "ann")
    try_all("a lease ended and a new worker of the same name has the job in attempt 2")
    queue.heartbeat(job, LEASE)
    queue.complete(job)
    assert _states(database) == [(job_id, "done")], (
        f"attempt 2 completed the job, and the table shows {_states(database)}: "
        "the attempt that has the job must be let through"
    )
    try_all("attempt 2 has completed the job")

    query = "SELECT state, lease_until::text FROM jobs WHERE id = %s"
    for name, ending in (("complete", "done"), ("heartbeat", "running"), ("fail", "ready")):
        _enqueue(database, queue, {"for": name})
        slow = _claim_one(answer, queue, "ann")
        [before] = database.rows(query, slow.id)
        taken = [f"UPDATE jobs SET attempts = attempts + 1 WHERE id = {slow.id}"]
        story = f"just before {name} wrote, the job was taken away and given to another attempt"
        is_lost = False
        with meddling(sessions.kw["bind"], [taken]) as meddled:
            try:
                calls[name](slow)
            except answer.LeaseLost:
                is_lost = True
        [after] = database.rows(query, slow.id)
        if meddled.blocked:  # the row was locked before, so nobody could take the job away
            assert not is_lost, f"{name} held the job's row, and still raised LeaseLost"
            assert after[0] == ending, f"{name} held the job's row, and left it {after[0]}"
        else:
            assert after == before, (
                f"{story}, and still {name} changed it from {before} to {after} (state, "
                "lease_until): what was read may be outdated when the write comes"
            )
            assert is_lost, (
                f"{story}, and {name} returned as if it were still its own: "
                "a write that has found no row must be told to the worker as LeaseLost"
            )


@pytest.mark.task(4)
def test_a_killed_worker_loses_no_job(answer: Any, database: Database, crash: Crash) -> None:
    """A worker that is killed at any statement loses no job."""
    queue = _queue(answer, database)

    def work() -> None:
        # A process of its own has connections of its own.
        own = answer.JobQueue(sessionmaker(create_engine(database.url, poolclass=NullPool)))
        own.complete(_claim_one(answer, own, "killed"))

    _enqueue(database, queue, {"n": 0})
    for point in crash.points(work, {"sql"}):
        job_id = _enqueue(database, queue, {"n": point.number})
        crash.at(point, work, database=database)
        queue.reap(datetime.now(UTC) + timedelta(hours=1))
        states = dict(_states(database))
        for job in _claim(answer, queue, "next", 5):
            queue.complete(job)
        state = dict(_states(database)).get(job_id)
        assert state == "done", (
            f"a worker was killed {point}; when its lease had ended the job was "
            f"{states.get(job_id, 'gone')}, and no other worker got it: "
            "a job stays in the table, and comes again, until somebody has completed it"
        )


# ---- task 5: only_one ----------------------------------------------------------------------


@pytest.mark.task(5)
def test_only_one_is_let_in(answer: Any, database: Database) -> None:
    """While one has the name, nobody else gets it: another process or the same."""
    here, elsewhere = (_guarded_engine(database, wait="1s") for _ in range(2))
    for name in ("report", "O'Brien's 茶 %s", "x" * 500, ""):
        with answer.only_one(here, name) as mine:
            assert mine is True, f"only_one yielded {mine!r} to the first: True says: do it"
            for where, engine in (("another pool", elsewhere), ("the same pool", here)):
                with _no_waiting(), answer.only_one(engine, name) as second:
                    assert second is False, (
                        f"only_one yielded {second!r} to a second one on {where} while the first "
                        "was in its block: the lock must be held until the block is left"
                    )
            for another in _other_names(name):
                with answer.only_one(elsewhere, another) as other:
                    assert other is True, (
                        f"{reprlib.repr(name)} was in its block, and only_one yielded {other!r} to "
                        f"{reprlib.repr(another)}: different names do not concern each other, "
                        "however much alike they are"
                    )
            with answer.only_one(elsewhere, name) as third:
                assert third is False, "a refused one freed the name: it was not its own to free"


@pytest.mark.task(5)
def test_the_name_is_free_afterwards(answer: Any, database: Database) -> None:
    """The name is free when the block is left, also by an exception."""
    here, elsewhere = (_guarded_engine(database, wait="1s") for _ in range(2))
    with answer.only_one(here, "report") as mine:
        assert mine is True, f"only_one yielded {mine!r} to the first: True says: do it"
    _assert_free(answer, database, elsewhere, "the block was left")
    with (
        must_raise(ZeroDivisionError, "the block of only_one raised ZeroDivisionError"),
        answer.only_one(here, "report"),
    ):
        raise ZeroDivisionError
    _assert_free(answer, database, elsewhere, "an exception left the block")
    for _ in range(20):
        with answer.only_one(here, "report") as mine:
            assert mine is True, "the name was not free again"
    _assert_free(answer, database, elsewhere, "the block was left 20 times")


@pytest.mark.task(5)
def test_a_name_is_the_same_in_every_process(answer: Any, database: Database) -> None:
    """The name means the same in every process."""
    engine = _guarded_engine(database)
    with answer.only_one(engine, "report") as mine:
        assert mine is True, f"only_one yielded {mine!r} to the first: True says: do it"
        try:
            # As in another process: Python salts the hash of texts anew at each start.
            answer.hash = lambda value: builtins.hash((value, "another process"))
            with answer.only_one(engine, "report") as second:
                assert second is False, (
                    "a second process was let in: hash() of a text gives another number in each "
                    "process, so the two did not lock the same thing"
                )
        finally:
            answer.hash = builtins.hash


@pytest.mark.task(5)
def test_a_crash_frees_the_name(answer: Any, database: Database, crash: Crash) -> None:
    """When the process is killed in its block, the name is free."""

    def work() -> None:
        engine = create_engine(database.url, poolclass=NullPool)
        with answer.only_one(engine, "report") as mine, engine.connect() as connection:
            connection.execute(text("SELECT 'the report'"))
            assert mine is True, f"only_one yielded {mine!r} to the first: True says: do it"

    elsewhere = _guarded_engine(database)
    for point in crash.points(work, {"sql"}):
        crash.at(point, work, database=database)
        _assert_free(answer, database, elsewhere, f"the process was killed {point}")


# ---- helpers: seats ------------------------------------------------------------------------


def _theatre(
    answer: Any, database: Database, *, users: dict[int, int], seats: Any
) -> sessionmaker[Session]:
    engine = _guarded_engine(database)
    answer.Base.metadata.create_all(engine, checkfirst=False)
    _reset(database, users=users, seats=seats)
    return sessionmaker(engine)


def _guarded_engine(database: Database, *, wait: str = "15s") -> Engine:
    """An engine of few connections, on which nothing waits for ever."""
    options = {"options": f"-c lock_timeout={wait} -c TimeZone={SESSION_ZONE}"}
    return database.engine(pool_size=CONNECTIONS, max_overflow=0, connect_args=options)


def _reset(database: Database, *, users: dict[int, int], seats: Any) -> None:
    with database.observer() as observer, observer.cursor() as cursor:
        cursor.execute("DELETE FROM bookings; DELETE FROM seats; DELETE FROM users")
        for user, count in users.items():
            cursor.execute("INSERT INTO users VALUES (%s, %s, 1)", (user, count))
        for seat in seats:
            cursor.execute("INSERT INTO seats VALUES (%s, false, 1)", (seat,))


def _assert_theatre(
    database: Database,
    message: str,
    *,
    bookings: list[tuple[int, int]],
    users: dict[int, tuple[int, int]],
    seats: dict[int, tuple[bool, int]],
) -> None:
    assert_same_rows(database.rows("SELECT seat_id, user_id FROM bookings"), bookings, message)
    assert_same_rows(
        database.rows("SELECT id, seats, version FROM users"),
        [(key, *values) for key, values in users.items()],
        f"users (id, seats, version): {message}",
    )
    assert_same_rows(
        database.rows("SELECT id, taken, version FROM seats"),
        [(key, *values) for key, values in seats.items()],
        f"seats (id, taken, version): {message}",
    )


def _theatre_now(database: Database) -> dict[str, Any]:
    """What the tables say, value by value."""
    now: dict[str, Any] = {"the number of bookings": len(_seats_booked(database))}
    for user, seats, version in database.rows("SELECT id, seats, version FROM users ORDER BY id"):
        now |= {f"seats of user {user}": seats, f"version of user {user}": version}
    for seat, taken, version in database.rows("SELECT id, taken, version FROM seats ORDER BY id"):
        now |= {f"taken of seat {seat}": taken, f"version of seat {seat}": version}
    return now


def _assert_unchanged(database: Database, before: dict[str, Any], story: str) -> None:
    now = _theatre_now(database)
    changes = [f"{key} from {before[key]} to {now[key]}" for key in now if now[key] != before[key]]
    assert not changes, (
        f"after {story}, this had changed: {', '.join(changes)}. A refused booking changes nothing"
    )


def _seats_booked(database: Database) -> list[int]:
    return [seat for (seat,) in database.rows("SELECT seat_id FROM bookings ORDER BY seat_id")]


def _outcome(answer: Any, work: Callable[[], Any]) -> str:
    """What a booking came to: the name of its exception, or `Booking`."""
    try:
        work()
    except (answer.SeatTaken, answer.LimitReached, answer.Conflict) as error:
        return type(error).__name__
    return "Booking"


def _rush(
    answer: Any,
    database: Database,
    race: Race,
    works: list[Callable[[Session], Any]],
    sessions: sessionmaker[Session],
    *,
    lock: str,
) -> list[str]:
    """Do all of it in a few workers at once; let none write before all of them have looked."""
    workers = min(len(works), CONNECTIONS)

    def run(worker: int) -> list[str]:
        outcomes = []
        for work in works[worker::workers]:
            with sessions() as session:
                outcomes.append(_outcome(answer, lambda w=work, s=session: w(s)))
                session.commit()
        return outcomes

    outcomes: list[str] = []
    for outcome in race_to(lock, run, race=race, database=database, workers=workers):
        assert outcome.error is None, (
            f"one of {len(works)} simultaneous bookings raised {first_line(outcome.error)}: "
            "to come second is no failure, it is SeatTaken or LimitReached"
        )
        outcomes += outcome.value
    return outcomes


# ---- helpers: jobs and names ---------------------------------------------------------------


def _queue(answer: Any, database: Database) -> Any:
    return answer.JobQueue(_theatre(answer, database, users={}, seats=()))


def _enqueue(database: Database, queue: Any, payload: dict[str, Any], *priority: int) -> int:
    """Enqueue a job, and look whether it is there for everybody."""
    job_id = queue.enqueue(payload, *priority)
    assert type(job_id) is int, f"enqueue returned {job_id!r}: it returns the id of the job"
    stored = database.rows("SELECT state, payload FROM jobs WHERE id = %s", job_id)
    assert stored, (
        f"enqueue returned {job_id}, and no other connection sees a job {job_id} in the table: "
        "enqueue commits before it returns"
    )
    assert stored == [("ready", payload)], (
        f"enqueue({payload!r}) left a job with (state, payload) {stored[0]}: "
        "a new job is ready, and has its payload"
    )
    return job_id


def _claim(answer: Any, queue: Any, worker: str, n: int) -> list[Any]:
    jobs = queue.claim(worker, n, LEASE)
    assert isinstance(jobs, list), (
        f"claim returned a {type(jobs).__name__}: it returns a list of jobs, also an empty one"
    )
    for job in jobs:
        assert isinstance(job, answer.Job), (
            f"claim gave a {type(job).__name__}: a Job is what is left of the row when the "
            "transaction is over"
        )
    return jobs


def _claim_one(answer: Any, queue: Any, worker: str) -> Any:
    jobs = _claim(answer, queue, worker, 1)
    assert len(jobs) == 1, f"one job was ready, and claim with n=1 gave {len(jobs)}"
    return jobs[0]


@contextmanager
def _another_zone() -> Iterator[None]:
    """A computer in another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = PROCESS_ZONE
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def _assert_lease(database: Database, job_id: int, minutes: int, story: str) -> None:
    [(left,)] = database.rows(
        "SELECT extract(epoch FROM lease_until - now())::float / 60 FROM jobs WHERE id = %s", job_id
    )
    assert left is not None, f"{story}, and lease_until is empty: it says until when"
    rule = "the lease ends so long from now, whatever was left of the old one"
    if abs(left - minutes) > 60:
        rule = (
            "the computer is in one time zone and the database session in another. "
            "A naive datetime: which zone? A moment has one"
        )
    assert minutes - 1 < left < minutes + 1, (
        f"{story}, and lease_until is {left:.0f} minutes from now: {rule}"
    )


def _other_names(name: str) -> list[str]:
    """Names that are as long as this one, have its letters, its beginning or its end."""
    changed = {f"{name}2", f"2{name}", f"{name} ", name[::-1], name.upper(), name.swapcase()}
    changed |= {f"{name[:-1]}z", f"z{name[1:]}"}
    return sorted(changed - {name})


def _assert_once(database: Database, got: dict[str, list[int]]) -> None:
    """Assert that what Ann and Bob got are different jobs."""
    twice = sorted(set(got["ann"]) & set(got["bob"]))
    assert not twice, (
        f"Ann and Bob claimed at the same moment, and both got the jobs {twice}: "
        "to find a job and to take it must be one atomic step"
    )
    attempts = dict(database.rows("SELECT id, attempts FROM jobs"))
    wrong = [job_id for job_id in got["ann"] + got["bob"] if attempts[job_id] != 1]
    assert not wrong, f"the jobs {wrong} were handed out once, and attempts is not 1"


def _states(database: Database) -> list[tuple[int, str]]:
    return [(key, state) for key, state in database.rows("SELECT id, state FROM jobs ORDER BY id")]


def _open_transactions(database: Database) -> int:
    return database.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        " AND backend_type = 'client backend'"
    )[0][0]


@contextmanager
def _no_waiting() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        raise AssertionError(
            "a second one waited until the server gave up: nobody waits, whoever comes second "
            "is told so"
        ) from error


def _assert_free(answer: Any, database: Database, engine: Engine, story: str) -> None:
    end = time.monotonic() + 1
    # A connection that was closed for good has its server process for another moment.
    while (held := _advisory_locks(database)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not held, (
        f"{story}, and {held} advisory lock is still held: such a lock belongs to the connection "
        "and stays with it in the pool, unless it is given back or ends with its transaction"
    )
    with answer.only_one(engine, "report") as mine:
        assert mine is True, f"{story}, and the next one was refused: the name must be free again"


def _advisory_locks(database: Database) -> int:
    return database.rows(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )[0][0]
