"""Racers start together, lose updates where the work is not atomic, and cannot hang a check."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from runner.instruments.callsite import CallSites
from runner.instruments.forking import ErrorSummary
from runner.instruments.race import Race
from runner.instruments.sqllog import SqlLog

log = SqlLog()
log.sites = CallSites(lambda: Path(__file__).parent)
race = Race(log)


def _counter(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE c (n INTEGER)")
        connection.execute("INSERT INTO c VALUES (0)")
    connection.close()


def _value(path: Path) -> int:
    connection = sqlite3.connect(path)
    (value,) = connection.execute("SELECT n FROM c").fetchone()
    connection.close()
    return value


@pytest.mark.parametrize("processes", [False, True])
def test_loses_updates_of_a_read_modify_write(tmp_path: Path, processes: bool) -> None:
    """Four workers that all read before one writes keep one count of four; atomic keeps all."""
    path = tmp_path / "counter.db"
    _counter(path)

    def careless(worker: int) -> None:
        connection = sqlite3.connect(path, autocommit=True, timeout=20)
        (n,) = connection.execute("SELECT n FROM c").fetchone()
        (tmp_path / f"{worker}.read").touch()
        # Only workers that run at the same time get past this.
        end = time.monotonic() + 5
        while len(list(tmp_path.glob("*.read"))) < 4 and time.monotonic() < end:
            time.sleep(0.001)
        connection.execute("UPDATE c SET n = ?", (n + 1,))
        connection.close()

    def atomic(_: int) -> None:
        connection = sqlite3.connect(path, autocommit=True, timeout=20)
        connection.execute("UPDATE c SET n = n + 1")
        connection.close()

    assert [o.error for o in race(careless, workers=4, processes=processes)] == [None] * 4
    assert _value(path) == 1
    outcomes = race(atomic, workers=4, processes=processes, rounds=20)
    assert [o.error for o in outcomes] == [None] * 80
    assert _value(path) == 81


@pytest.mark.parametrize("processes", [False, True])
def test_all_workers_stand_at_one_barrier(processes: bool) -> None:
    """No worker starts before the last one is there."""
    outcomes = race(lambda _: time.monotonic(), workers=8, processes=processes)
    starts = [o.value for o in outcomes]
    assert max(starts) - min(starts) < 0.2
    assert [o.worker for o in outcomes] == list(range(8))


def test_threads_give_the_exception_itself() -> None:
    """An error of one worker is its outcome; the others go on."""
    outcomes = race(lambda i: 6 // (i - 1), workers=3, rounds=2)
    assert [o.value for o in outcomes] == [-6, -6, None, None, 6, 6]
    assert isinstance(outcomes[2].error, ZeroDivisionError)
    assert (outcomes[3].worker, outcomes[3].round) == (1, 1)


def test_processes_give_json_and_a_summary() -> None:
    """Values travel as JSON, errors with type, message, bases and line."""

    class Sold(LookupError):
        pass

    def work(worker: int) -> object:
        if worker == 1:
            raise Sold("seat 14")
        return {"pid": os.getpid(), "odd": {1}}

    outcomes = race(work, workers=3, processes=True)
    error = outcomes[1].error
    assert isinstance(error, ErrorSummary)
    assert (error.type, error.message) == ("Sold", "seat 14")
    assert "LookupError" in error.bases
    assert error.line.startswith("test_race.py:")
    assert outcomes[0].value["odd"] == "{1}"
    assert len({outcomes[0].value["pid"], outcomes[2].value["pid"], os.getpid()}) == 3


def test_says_where_a_thread_that_never_ends_stands() -> None:
    """A deadlock fails in time, with the line each thread stands at."""
    locks = (threading.Semaphore(), threading.Semaphore())
    both_hold_one = threading.Barrier(2)

    def work(worker: int) -> None:
        with locks[worker]:
            both_hold_one.wait()
            with locks[1 - worker]:
                pass

    with pytest.raises(AssertionError, match="2 of 2 workers had not ended") as failure:
        race(work, workers=2, seconds=0.3)
    assert "worker 0: at test_race.py:" in str(failure.value)
    for lock in locks:
        lock.release()
    for thread in threading.enumerate():
        if thread.name.startswith("worker"):
            thread.join(5)
            assert not thread.is_alive()


def test_kills_processes_that_never_end(tmp_path: Path) -> None:
    """No process is left behind when the time is over."""

    def work(worker: int) -> None:
        (tmp_path / str(worker)).write_text(str(os.getpid()))
        time.sleep(60 if worker == 1 else 0)

    with pytest.raises(AssertionError, match=r"1 of 3 workers had not ended after 0\.3 s"):
        race(work, workers=3, processes=True, seconds=0.3)
    for worker in range(3):
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / str(worker)).read_text()), 0)


def test_a_worker_that_dies_is_not_taken_for_a_result() -> None:
    """os._exit in the answer fails the check."""
    with pytest.raises(AssertionError, match="worker 2 ended early"):
        race(lambda i: os._exit(0) if i == 2 else None, workers=3, processes=True)


def test_large_values_do_not_block_the_pipe() -> None:
    """A megabyte from each worker arrives whole."""
    outcomes = race(lambda i: str(i) * 1_000_000, workers=3, processes=True)
    assert [len(o.value) for o in outcomes] == [1_000_000] * 3


@pytest.mark.parametrize("processes", [False, True])
def test_what_workers_did_is_in_the_log(tmp_path: Path, log: SqlLog, processes: bool) -> None:
    """Calls with what they came to, and the statements, of threads and of other processes."""
    path = tmp_path / "c.db"
    _counter(path)

    def work(worker: int) -> int:
        connection = sqlite3.connect(path)
        (value,) = connection.execute("SELECT n FROM c").fetchone()
        connection.close()
        if worker == 1:
            raise ValueError("not me")
        return value + 7

    log.start_check()
    began = time.perf_counter()
    Race(log)(work, workers=2, processes=processes, rounds=2)
    took = (time.perf_counter() - began) * 1000
    calls = [call.as_record(log.began) for call in log.steps]
    steps = sorted((call.session, call.outcome, call.failed) for call in calls)
    assert steps == [
        *[("worker 0", "returned 7", False)] * 2,
        *[("worker 1", steps[-1][1], True)] * 2,
    ]
    assert steps[-1][1].startswith("ValueError: not me")
    sent = [(s.session, s.sql) for s in log.statements]
    assert sorted(sent) == [(f"worker {n}", "SELECT n FROM c") for n in (0, 0, 1, 1)]
    assert all(0 <= s.at <= took + 1000 for s in log.statements)
    assert [s.at for s in log.statements] == sorted(s.at for s in log.statements)


def test_statements_of_other_processes_are_not_counted(tmp_path: Path, log: SqlLog) -> None:
    """They are shown, and weigh on no limit of this process."""
    path = tmp_path / "c.db"
    _counter(path)
    log.start_check()
    with log.at_most(0):
        Race(log)(lambda _: _value(path), workers=2, processes=True)
    assert (log.sent, len(log.statements)) == (2, 2)
