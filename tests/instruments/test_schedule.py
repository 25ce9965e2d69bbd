"""Sessions are stepped one by one, and waiting is proven."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from runner.instruments.schedule import Schedule

if TYPE_CHECKING:
    from runner.databases.database import Database
    from runner.instruments.schedule import Step

schedule = Schedule()


@pytest.fixture(params=["sqlite", "postgres"])
def shop(request: pytest.FixtureRequest) -> Database:
    """Both kinds, with two seats."""
    shop: Database = request.getfixturevalue(request.param)
    with schedule(shop, "setup") as (session,):
        session.run("CREATE TABLE seats (id INTEGER PRIMARY KEY, buyer TEXT)")
        assert session.run("INSERT INTO seats VALUES (1, NULL), (2, NULL)") == 2
    return shop


def _begin(shop: Database) -> str:
    return "BEGIN" if shop.kind == "postgres" else "BEGIN IMMEDIATE"


def test_gives_rows_and_row_counts(shop: Database) -> None:
    """Queries give tuples, changes their count, callables their value."""
    place = "%s" if shop.kind == "postgres" else "?"
    with schedule(shop, "A") as (a,):
        assert a.run("SELECT id FROM seats WHERE buyer IS NULL ORDER BY id") == [(1,), (2,)]
        assert a.run(f"UPDATE seats SET buyer = 'x' WHERE id = {place}", 1) == 1
        assert a.run("SELECT count(*) FROM seats WHERE buyer LIKE 'x%'") == [(1,)]
        assert a.run(lambda connection: connection is a.connection) is True


def test_proves_that_a_session_waits(shop: Database) -> None:
    """A writer waits for the other's lock until it is released, and then goes on."""
    with schedule(shop, "A", "B") as (a, b):
        a.run(_begin(shop))
        a.run("UPDATE seats SET buyer = 'A' WHERE id = 1")
        step = b.start("UPDATE seats SET buyer = 'B' WHERE id = 1")
        b.waits_for(a)
        assert b.is_waiting
        assert not a.is_waiting
        assert not step.done
        a.run("COMMIT")
        assert step.result() == 1
        assert not b.is_waiting
    assert shop.rows("SELECT buyer FROM seats WHERE id = 1") == [("B",)]


def test_detects_that_nobody_waits(shop: Database) -> None:
    """A session that was not held up fails the proof, and says how its step ended."""
    with schedule(shop, "A", "B") as (a, b):
        a.run("SELECT 1")
        b.start("UPDATE seats SET buyer = 'B' WHERE id = 1")
        with pytest.raises(AssertionError, match=r"B: UPDATE .* did not wait for A: it gave 1"):
            b.waits_for(a)


def test_detects_that_another_one_is_waited_for(postgres: Database) -> None:
    """Waiting for C is not waiting for A."""
    with schedule(postgres, "A", "B", "C") as (a, b, c):
        c.run("CREATE TABLE t (x int)")
        a.run("BEGIN")
        c.run("BEGIN")
        c.run("LOCK TABLE t")
        b.start("SELECT * FROM t")
        b.waits_for(c)
        with pytest.raises(AssertionError, match=r"did not wait for A: .*blocked by C"):
            b.waits_for(a, seconds=0.3)


def test_detects_a_slow_statement_that_waits_for_no_lock(postgres: Database) -> None:
    """Being slow is not being blocked."""
    with schedule(postgres, "A", "B") as (a, b):
        a.run("BEGIN")
        b.start("SELECT pg_sleep(20)")
        with pytest.raises(AssertionError, match="blocked by nobody"):
            b.waits_for(a, seconds=0.3)
        assert not b.is_waiting


def test_a_deadlock_ends_with_the_drivers_error(postgres: Database) -> None:
    """The server chooses a victim; the check sees its error and the other's result."""
    import psycopg2.errors

    with schedule(postgres, "A", "B") as (a, b):
        a.run("CREATE TABLE t (id int primary key, n int)")
        a.run("INSERT INTO t VALUES (1, 0), (2, 0)")
        for session, mine in ((a, 1), (b, 2)):
            session.run("BEGIN")
            session.run("UPDATE t SET n = n + 1 WHERE id = %s", mine)
        first = a.start("UPDATE t SET n = n + 1 WHERE id = 2")
        a.waits_for(b)
        second = b.start("UPDATE t SET n = n + 1 WHERE id = 1")
        errors: list[BaseException] = []
        for step in (first, second):
            try:
                step.result()
            except psycopg2.errors.DeadlockDetected as error:
                errors.append(error)
        assert len(errors) == 1


def test_an_unfinished_step_says_what_it_waits_for(shop: Database) -> None:
    """A result that does not come fails with the state of the session."""
    with schedule(shop, "A", "B") as (a, b):
        a.run(_begin(shop))
        a.run("UPDATE seats SET buyer = 'A' WHERE id = 1")
        step = b.start("UPDATE seats SET buyer = 'B' WHERE id = 1")
        b.waits_for(a)
        expected = "blocked by A" if shop.kind == "postgres" else "write lock is taken"
        with pytest.raises(AssertionError, match=f"has not ended after 0.1 s: .*{expected}"):
            step.result(0.1)


def test_cleans_up_sessions_that_still_wait(shop: Database) -> None:
    """Leaving the block cancels, rolls back and closes, quickly and in any state."""
    steps: list[Step] = []

    def check() -> None:
        with schedule(shop, "A", "B") as (a, b):
            a.run(_begin(shop))
            a.run("UPDATE seats SET buyer = 'A' WHERE id = 1")
            steps.append(b.start("UPDATE seats SET buyer = 'B' WHERE id = 1"))
            b.waits_for(a)
            raise RuntimeError("the check failed")

    started = time.monotonic()
    with pytest.raises(RuntimeError, match="the check failed"):
        check()
    assert time.monotonic() - started < 3
    with pytest.raises(Exception, match=r"cancel|interrupted"):
        steps[0].result()
    with schedule(shop, "C") as (c,):
        c.run(_begin(shop))
        assert c.run("UPDATE seats SET buyer = 'C' WHERE buyer IS NULL") == 2
        c.run("COMMIT")


def test_sessions_may_be_sqlalchemys(postgres: Database) -> None:
    """The proof works for ORM sessions too, whose transactions begin by themselves."""
    from sqlalchemy import text
    from sqlalchemy.orm import Session

    engine = postgres.engine()

    def connect() -> Session:
        return Session(bind=engine.connect())

    def buy(session: Any) -> int:
        session.execute(text("UPDATE seats SET buyer = 'x' WHERE id = 1 AND buyer IS NULL"))
        return session.scalar(text("SELECT count(*) FROM seats WHERE buyer = 'x'"))

    with schedule(postgres, "setup") as (setup,):
        setup.run("CREATE TABLE seats (id int primary key, buyer text)")
        setup.run("INSERT INTO seats VALUES (1, NULL)")
    with schedule(postgres, "A", "B", connect=connect) as (a, b):
        assert a.run(buy) == 1
        step = b.start(buy)
        b.waits_for(a)
        a.run(lambda session: session.commit())
        assert step.result() == 1
        assert b.run("SELECT buyer FROM seats") == [("x",)]
