"""Racers meet at a lock before anyone gets past it, and nothing is waited for in vain."""

from __future__ import annotations

import time

import psycopg2
import pytest

from runner.databases.database import Database
from runner.instruments.race import Race
from runner.instruments.schedule import Schedule
from runner.instruments.waiting import STILL_SECONDS, race_to, until, waiting

LOCK = "SELECT n FROM c FOR UPDATE"


def _count(database: Database, *, carefully: bool) -> None:
    connection = psycopg2.connect(database.dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT n FROM c" + " FOR UPDATE" * carefully)
        [(n,)] = cursor.fetchall()
        cursor.execute("UPDATE c SET n = %s", (n + 1,))
    connection.close()


@pytest.mark.parametrize("processes", [False, True])
def test_all_racers_come_before_one_gets_past(counter: Database, processes: bool) -> None:
    """Of four who read and then write, three changes are lost; of four who lock, none."""
    for carefully, total in ((False, 1), (True, 5)):
        for_all = race_to(
            LOCK,
            lambda _, carefully=carefully: _count(counter, carefully=carefully),
            race=Race(),
            database=counter,
            workers=4,
            processes=processes,
        )
        assert [outcome.error for outcome in for_all] == [None] * 4
        assert counter.rows("SELECT n FROM c") == [(total,)]


def test_racers_who_wait_elsewhere_are_let_go(counter: Database) -> None:
    """Where one does not come to the lock the others get it all the same."""
    began = time.monotonic()
    race_to(
        LOCK,
        lambda worker: worker or _until_counted(counter),
        race=Race(),
        database=counter,
        workers=2,
    )
    assert time.monotonic() - began < STILL_SECONDS * 3


def _until_counted(database: Database) -> None:
    _count(database, carefully=True)


def test_a_racers_own_complaint_comes_out(counter: Database) -> None:
    """What is not written yet, and what a worker asserts, is not one outcome of many."""
    for error in (NotImplementedError("to do"), AssertionError("wrong")):
        with pytest.raises(type(error), match=str(error)):
            race_to(LOCK, lambda _, e=error: _raise(e), race=Race(), database=counter, workers=2)
    [outcome] = race_to(
        LOCK, lambda _: _raise(ValueError("mine")), race=Race(), database=counter, workers=1
    )
    assert str(outcome.error) == "mine"


def _raise(error: Exception) -> None:
    raise error


def test_waiting_counts_who_waits_for_a_lock(counter: Database) -> None:
    """Only those who wait are counted, and `until` sees it."""
    with Schedule()(counter, "A", "B") as (a, b):
        a.run("BEGIN")
        a.run(LOCK)
        assert waiting(counter) == 0
        step = b.start(LOCK)
        until(lambda: waiting(counter) == 1)
        a.run("COMMIT")
        step.result()
        assert waiting(counter) == 0


def test_until_gives_up() -> None:
    """What never comes is said."""
    began = time.monotonic()
    with pytest.raises(AssertionError, match=r"neither an end nor a wait was seen in 0\.05 s"):
        until(lambda: False, seconds=0.05)
    assert time.monotonic() - began < 2
