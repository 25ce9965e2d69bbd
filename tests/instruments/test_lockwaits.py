"""Who waited for whose lock is written beside what waited: as the server told it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from runner.databases.database import Database
from runner.execution.bench import Bench
from runner.instruments.lockwaits import CHECK, Look, note
from runner.instruments.race import Race
from runner.instruments.schedule import Schedule
from runner.instruments.sqllog import SqlLog
from runner.instruments.sqlstate import Entry
from runner.instruments.waiting import until, waiting
from runner.model import CheckResult, Statement
from runner.render.story import events, sql_lines

if TYPE_CHECKING:
    from runner.execution.bench import Look as WhenToLook

LOCK = "SELECT n FROM c FOR UPDATE"


def _bench(database: Database, log: SqlLog, tmp_path: Path, look: WhenToLook) -> Bench:
    bench = Bench(tmp_path / "a.py", tmp_path / "stub.py", tmp_path, log=log, look=look)
    bench.databases = [database]
    return bench


def _statement(server: int, began: float, session: str) -> Entry:
    entry = Entry("SELECT 1", "", "", True, session, None)
    entry.server, entry.began = server, began
    return entry


@pytest.mark.parametrize("processes", [False, True])
def test_racers_wait_for_the_check_and_then_for_each_other(
    counter: Database, log: SqlLog, tmp_path: Path, processes: bool
) -> None:
    """All wait for the lock that the check holds; whoever gets it first holds up the other."""
    bench = _bench(counter, log, tmp_path, "failure")
    have_it = tmp_path / "first"

    def lock(_: int) -> None:
        engine = create_engine(counter.url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(LOCK))
            if not have_it.exists():
                have_it.touch()
                until(lambda: waiting(counter))
                threading.Event().wait(0.2)  # many looks

    def let_go() -> None:
        until(lambda: waiting(counter) == 2)
        threading.Event().wait(0.05)
        counter.rows("SELECT pg_terminate_backend(%s)", holder.info.backend_pid)

    race = Race(log, bench.watching_locks)
    with counter.observer() as holder:
        holder.cursor().execute("BEGIN")
        holder.cursor().execute(LOCK)
        for_all = race(lambda n: lock(n) if n < 2 else let_go(), workers=3, processes=processes)
    assert [outcome.error for outcome in for_all] == [None] * 3
    waited = {s.session: s.waited_for for s in log.statements if s.sql == LOCK}
    # The second waited for the check for a moment only.
    assert sorted(waited) == ["worker 0", "worker 1"]
    first = next(name for name, blocker in waited.items() if blocker == CHECK)
    [second] = set(waited) - {first}
    assert waited[second] == first
    assert {s.waited_for for s in log.statements if s.sql != LOCK} == {""}


def test_nobody_looks_where_nobody_will_see_it(
    counter: Database, sqlite: Database, log: SqlLog, tmp_path: Path
) -> None:
    """Marking a class sends no questions about locks; SQLite has no views to ask."""
    looking: list[int] = []
    some: list[tuple[Database, WhenToLook]]
    some = [(counter, "never"), (sqlite, "failure"), (counter, "failure")]
    for database, look in some:
        with _bench(database, log, tmp_path, look).watching_locks():
            looking.append(sum(thread.name == "lock waits" for thread in threading.enumerate()))
    assert looking == [0, 0, 1]
    assert all(thread.name != "lock waits" for thread in threading.enumerate())


def test_a_server_that_refuses_to_answer_is_no_trouble_of_the_check(
    counter: Database, log: SqlLog, tmp_path: Path
) -> None:
    """Who has no connection left for the question goes on without an answer."""
    closed = Database.postgres(counter.url, counter.async_url, f"{counter.dsn} dbname=none_such")
    with _bench(closed, log, tmp_path, "failure").watching_locks():
        assert counter.rows("SELECT n FROM c") == [(0,)]


def test_a_step_that_nobody_has_proven_to_wait_is_told(counter: Database, log: SqlLog) -> None:
    """A check that only looks whether a session waits leaves the name of the other as well."""
    schedule = Schedule(log.steps)
    with schedule(counter, "A", "B") as (a, b):
        a.run("BEGIN")
        a.run(LOCK)
        step = b.start(LOCK)
        until(lambda: b.is_waiting)
        a.run("COMMIT")
        step.result()
    told = [record for record in (step.as_record(0) for step in log.steps) if record.waited_for]
    assert [(record.session, record.waited_for) for record in told] == [("B", "A")]


def test_who_only_stands_in_the_queue_holds_nobody_up() -> None:
    """Of several blockers the one is told that does not wait itself; most looks decide."""
    holder, first, second = (_statement(pid, pid, f"worker {pid}") for pid in (1, 2, 3))
    looks = [*[Look(10, 11, {2: [1], 3: [2, 1]})] * 2, Look(12, 13, {3: [2]})]
    note([second, holder, first], looks)
    assert (holder.waited_for, first.waited_for) == ("", "worker 1")
    assert second.waited_for == "worker 1"


def test_a_wait_belongs_to_the_statement_of_its_time() -> None:
    """One server process does many things: what waited is what it was at when it was seen."""
    early, late = _statement(2, 1, "worker 2"), _statement(2, 5, "worker 2")
    unclear = Look(4.9, 5.1, {2: [1]})
    note([early, late], [Look(0.5, 0.6, {2: [9]}), Look(4, 4.5, {2: [9]}), unclear])
    assert (early.waited_for, late.waited_for) == (CHECK, "")


def test_the_timeline_shows_it() -> None:
    """A statement that waited says so in its event."""
    sql = tuple(
        Statement("SELECT 1", line="a.py:1", at=at, session=f"worker {at}", waited_for=blocker)
        for at, blocker in ((1, ""), (2, "worker 1"))
    )
    check = CheckResult("c", "C", 1, "failed", sql=sql)
    assert [event.waited_for for event in events(check)] == ["", "worker 1"]
    assert [line.note for line in sql_lines(check)] == ["", "it waited for a lock of worker 1"]
