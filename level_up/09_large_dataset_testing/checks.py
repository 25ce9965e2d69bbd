"""Checks of `level_up/09_large_dataset_testing`."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import sqlite3
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from statistics import median
from typing import Any

import pytest
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from sqlalchemy import Engine, NullPool, QueuePool, event, insert, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from runner.api import (
    Database,
    Memory,
    SqlLog,
    assert_same_rows,
    datasets,
    explain,
    figures,
    first_line,
)

MILLION = 1_000_000
IN_ORDER = "SELECT id, at, kind, amount_cents, note FROM events ORDER BY id"

# ---- tasks 1 and 2: load_bulk and load_copy ------------------------------------------------


@pytest.mark.task(1)
def test_bulk_loads_every_row(answer: Any, database: Database) -> None:
    """load_bulk loads 0, 1, 999, 1,000 and 1,001 rows, whatever is in them."""
    _assert_loads(answer, database, "load_bulk")


@pytest.mark.task(1)
def test_bulk_sends_few_statements(answer: Any, database: Database, sql: SqlLog) -> None:
    """load_bulk sends few statements, also where values are NULL."""
    engine = _engine(answer, database)
    rows = list(answer.generate(20_000))
    with sql.at_most(100, "for 20,000 rows, an eighth of them with NULL"):
        answer.load_bulk(engine, iter(rows))
    assert _count(database) == 20_000, f"{_count(database)} of 20,000 rows are in the table"


@pytest.mark.task(1)
def test_bulk_holds_few_rows(answer: Any, database: Database, memory: Memory, sql: SqlLog) -> None:
    """load_bulk takes no more memory for more rows."""
    _assert_holds_few_rows(answer, database, "load_bulk", memory, sql)


@pytest.mark.task(2)
def test_copy_loads_every_row(answer: Any, database: Database) -> None:
    """load_copy loads 0, 1, 999, 1,000 and 1,001 rows, whatever is in them."""
    _assert_loads(answer, database, "load_copy")


@pytest.mark.task(2)
def test_copy_holds_few_rows(answer: Any, database: Database, memory: Memory, sql: SqlLog) -> None:
    """load_copy takes no more memory for more rows."""
    _assert_holds_few_rows(answer, database, "load_copy", memory, sql)


# ---- task 3: loads that fail ---------------------------------------------------------------


@pytest.mark.task(3)
def test_a_refused_load_leaves_nothing(answer: Any, database: Database) -> None:
    """A bad row, or rows that end with an error, leave no row of the load."""
    engine = _engine(answer, database)
    good = list(answer.generate(12_000))
    _insert(answer, engine, good[:1])

    class BrokenSource(Exception):
        pass

    def bad(number: int, **changes: object) -> list[Any]:
        return [*good[1:number], good[number]._replace(**changes), *good[number + 1 :]]

    def broken() -> Iterator[Any]:
        yield from good[1:7_777]
        raise BrokenSource

    cases: dict[str, tuple[Iterable[Any], type[Exception]]] = {
        "an id that comes twice": (bad(7_777, id=5), answer.LoadError),
        "an id that is in the table": (bad(7_777, id=1), answer.LoadError),
        "a kind of None": (bad(11_998, kind=None), answer.LoadError),
        "an error of the source": (broken(), BrokenSource),
    }
    for name in ("load_bulk", "load_copy"):
        load = getattr(answer, name)
        for story, (rows, expected) in cases.items():
            rows = broken() if expected is BrokenSource else rows
            error: Exception | None = None
            try:
                load(engine, iter(rows))
            except NotImplementedError:
                raise
            except Exception as caught:
                error = caught
            rule = (
                "what `rows` itself raises is no error of the database, and goes on as it is"
                if expected is BrokenSource
                else f"it must raise {expected.__name__}, whatever driver it works with"
            )
            what = "nothing" if error is None else type(error).__name__
            assert isinstance(error, expected), f"{name} of rows with {story} raised {what}: {rule}"
            assert _count(database) == 1, (
                f"{name} of rows with {story} left {_count(database) - 1} of them in the table: "
                "a load that failed must leave nothing, or nobody knows what to send again"
            )
        assert load(engine, iter(good[1:])) == 11_999
        assert _count(database) == 12_000, f"a good {name} after the bad ones did not work"
        _execute(database, "DELETE FROM events WHERE id > 1")


@pytest.mark.task(3)
def test_loads_are_as_safe_as_others(answer: Any, database: Database) -> None:
    """Loads change no setting that makes a commit less safe."""
    _wait_for_the_disk(database)
    # With a pool, so that what is set on a connection stays set for the next who gets it.
    engine = database.engine(pool_size=1)
    answer.Base.metadata.create_all(engine)
    _note_settings_of_commits(database)
    usual = _durability(engine)
    _insert(answer, engine, [answer.EventRow(0, 0, "k", 0, None)])
    ordinary = _noted(database)
    for number, name in enumerate(("load_bulk", "load_copy")):
        _execute(database, "DELETE FROM seen")
        rows = [row._replace(id=row.id + number * 100) for row in answer.generate(100)]
        assert getattr(answer, name)(engine, iter(rows)) == 100
        seen = _noted(database)
        assert seen == ordinary, (
            f"{name} loaded rows with {seen}, others with {ordinary}: a load that is faster "
            "because less of it is on the disk is another product, not a faster loader"
        )
        after = _durability(engine)
        assert after == usual, (
            f"after {name} the engine's connection has {after}, before it had {usual}: "
            "whoever borrows a connection gives it back as it was"
        )
    assert _count(database) == 201
    if database.kind == "postgres":
        kind = database.rows("SELECT relpersistence::text FROM pg_class WHERE relname = 'events'")
        assert kind == [("p",)], "events is an unlogged table now: a crash of the server empties it"


@pytest.mark.task(3)
def test_loads_close_what_they_open(answer: Any, database: Database) -> None:
    """A load closes each connection that it has opened, also where it fails."""
    engine = _engine(answer, database)
    rows = list(answer.generate(3_000))
    for name in ("load_bulk", "load_copy"):
        load = getattr(answer, name)
        _execute(database, "DELETE FROM events")
        with _all_closed(database, name):
            assert load(engine, iter(rows)) == 3_000
        with _all_closed(database, f"{name} of a row that is refused"), suppress(answer.LoadError):
            load(engine, iter(rows[:1]))


# ---- task 4: stream ------------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_stream_gives_all_rows_in_order(answer: Any, database: Database) -> None:
    """stream gives all rows in the order of their ids."""
    engine = _engine(answer, database)
    assert list(answer.stream(engine)) == [], "a stream of an empty table gave rows"
    rows = list(answer.generate(5_001))
    random.Random(1).shuffle(rows)
    _insert(answer, engine, rows)
    got = list(answer.stream(engine))
    assert len(got) == 5_001, f"the stream gave {len(got)} of 5,001 rows"
    assert all(isinstance(row, answer.EventRow) for row in got), (
        f"the stream gave {type(got[0]).__name__} objects: it gives EventRow"
    )
    assert got == sorted(rows), (
        "the stream's rows are other ones or not in the order of their ids: "
        "a query without ORDER BY promises no order"
    )


@pytest.mark.task(4)
def test_a_stream_that_is_closed_frees_its_connection(answer: Any, database: Database) -> None:
    """A stream that is closed early leaves no connection open."""
    engine = database.engine(pool_size=1, max_overflow=0, pool_timeout=1)
    answer.Base.metadata.create_all(engine)
    _insert(answer, engine, answer.generate(10_000))
    stream = iter(answer.stream(engine))
    first = next(stream)
    assert first.id == 1
    getattr(stream, "close", lambda: None)()
    del stream
    try:
        with engine.connect() as connection:
            connection.execute(text("DELETE FROM events WHERE id = 5"))
            connection.commit()
    except SQLAlchemyError as error:
        raise AssertionError(
            f"after a stream was closed at its first row the next user got {first_line(error)}: "
            "a stream gives its connection back however it ends"
        ) from error
    assert _count(database) == 9_999
    engine = _engine(answer, database)
    with _all_closed(database, "a stream that was read to its end"):
        assert sum(1 for _ in answer.stream(engine)) == 9_999
    with _all_closed(database, "a stream that was closed at its first row"):
        stream = iter(answer.stream(engine))
        next(stream)
        getattr(stream, "close", lambda: None)()
        del stream


# ---- task 5: page --------------------------------------------------------------------------


@pytest.mark.task(5)
def test_pages_cover_all_rows_once(answer: Any, database: Database) -> None:
    """Pages one after another give every event once, the last one says so."""
    engine = _engine(answer, database)
    with Session(engine) as session:
        assert answer.page(session, None, 10) == answer.Page([], None), "the table is empty"
    ids = [-7, -1, 0, 1, 5, 6, 9, 100, 2**40, 2**62]
    rows = [answer.EventRow(id, 7, name, 0, name) for id, name in zip(ids, _names(10), strict=True)]
    _insert(answer, engine, rows[::-1])
    for size in (1, 3, 5, 10, 11):
        pages = []
        with Session(engine) as session:
            after = None
            while len(pages) <= 10:
                pages.append(answer.page(session, after, size))
                after = pages[-1].next
                if after is None:
                    break
        got = [row for page in pages for row in page.events]
        assert got == rows, (
            f"pages of {size} gave the ids {[row.id for row in got]} for {ids}: "
            "each page goes on right behind the last id of the one before, also if that is 0"
        )
        assert len(pages) == -(-10 // size), (
            f"10 events made {len(pages)} pages of {size}: "
            "the last page says that there are no more, an empty page helps nobody"
        )


@pytest.mark.task(5)
def test_pages_do_not_shift(answer: Any, database: Database) -> None:
    """Events that come or go before a page move nothing."""
    engine = _engine(answer, database)
    rows = list(answer.generate(40))
    _insert(answer, engine, rows[10:])
    with Session(engine) as session:
        first = answer.page(session, None, 10)
        assert first.events == rows[10:20]
    _insert(answer, engine, rows[:5])
    with Session(engine) as session:
        second = answer.page(session, first.next, 10)
    _execute(database, "DELETE FROM events WHERE id < 20")
    with Session(engine) as session:
        third = answer.page(session, second.next, 10)
    got = [row.id for row in [*second.events, *third.events]]
    assert got == [row.id for row in rows[20:]], (
        f"the second and third page held the ids {got}, right is 21 to 40: while others insert "
        "and delete, only a place in the order stays where it is, a number of rows does not"
    )


# ---- task 6: purge -------------------------------------------------------------------------


@pytest.mark.task(6)
def test_a_purge_deletes_what_is_old(answer: Any, database: Database) -> None:
    """purge deletes what is before an instant, in transactions of no more than a batch."""
    engine = _engine(answer, database)
    chance = random.Random(2)
    rows = [answer.EventRow(id, chance.randrange(100), "k", 0, None) for id in range(-500, 2_000)]
    _insert(answer, engine, rows)
    old = [row for row in rows if row.at < 50]
    _assert_purges(answer, database, engine, before=50, batch=400, deleted=len(old))
    assert_same_rows(
        database.rows("SELECT id FROM events WHERE kind = 'k'"),
        [(row.id,) for row in rows if row.at >= 50],
        "what is not before the instant stays, also what is at the very instant",
    )
    for before, batch in ((50, 400), (0, 1), (51, 1_000_000)):
        left = len([row for row in rows if 50 <= row.at < before])
        got = answer.purge(engine, before, batch)
        assert got == left, f"purge(before={before}) returned {got}, {left} rows were that old"


# ---- task 7: benchmark ---------------------------------------------------------------------


@pytest.mark.task(7)
def test_a_benchmark_is_fair(answer: Any, database: Database) -> None:
    """All loaders get the same rows, into an empty table, with the same durability."""
    _wait_for_the_disk(database)
    engine = _engine(answer, database)
    settings = _durability(engine)
    runs: dict[str, list[tuple[list[Any], int, Any]]] = {}

    def recorder(name: str) -> Callable[..., int]:
        def load(engine: Engine, rows: Iterable[Any]) -> int:
            found = (list(rows), _count(database), _durability(engine))
            runs.setdefault(name, []).append(found)
            _insert(answer, engine, found[0][:10])  # what is left shows, and few are quick
            return len(found[0])

        return load

    names = ("naive", "core", "other", "copy")
    _exchange(answer, {name: recorder(name) for name in names})
    _insert(answer, engine, answer.generate(7))
    with _all_closed(database, "benchmark"):
        report = answer.benchmark(engine, 3_000)
    assert isinstance(report, answer.Report), f"benchmark returned {report!r}, not a Report"
    rows = list(answer.generate(3_000)) if "other" not in runs else runs["other"][0][0]
    for name in names:
        wanted = min(3_000, answer.SAMPLES.get(name, 3_000))
        assert len(runs.get(name, ())) >= 3, (
            f"the loader {name!r} of LOADERS was run {len(runs.get(name, ()))} times: "
            "each is measured three times or more, one run proves nothing"
        )
        for given, before, durability in runs[name]:
            assert len(given) == wanted, (
                f"{name!r} was given {len(given)} rows, right is {wanted}: who gets another "
                "number of rows than SAMPLES says, or than the others, runs another race"
            )
            assert given == rows[:wanted], (
                f"{name!r} was given other rows than the others: what is compared must be the same"
            )
            assert before == 0, (
                f"{before} rows were in the table when {name!r} began: each run begins with an "
                "empty table, or the last one has the largest indexes"
            )
            assert durability == settings, (
                f"{name!r} ran with {durability}, the engine was made with {settings}: "
                "loaders are compared with the same durability"
            )
    assert len({row.id for row in rows}) == 3_000, "the rows of a benchmark are n different ones"
    assert _count(database) == 0, "the table is not empty after the benchmark"


@pytest.mark.task(7)
def test_a_report_says_what_was_measured(
    answer: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report holds medians, samples as such, the environment and the ceiling."""
    engine = _engine(answer, database)
    calls: list[float] = []
    untraced = {"naive": 0, "copy": 0}
    rows_of: dict[str, list[list[Any]]] = {"ceiling": [], "naive": [], "copy": []}

    def uneven(name: str, rows: Iterable[Any]) -> int:
        began = time.perf_counter()
        untraced[name] += not tracemalloc.is_tracing()
        ballast = bytearray(20 * 2**20)
        given = list(rows)
        rows_of[name].append(given)
        # One of three is slow: the median does not care, a mean does.
        while time.perf_counter() - began < (0.09 if len(calls) % 3 == 1 else 0.01):
            pass
        calls.append(len(ballast))
        return len(given)

    def ceiling(_engine: Engine, rows: Iterable[Any]) -> float:
        rows_of["ceiling"].append(list(rows))
        return float(MILLION)  # no loader that takes 0.01 s comes near

    _exchange(
        answer, {name: lambda _, rows, name=name: uneven(name, rows) for name in ("naive", "copy")}
    )
    # Where a benchmark finds it: in the answer, or in the solution if that has both.
    for module in {"exercise", answer.ceiling.__module__}:
        monkeypatch.setattr(f"{module}.ceiling", ceiling)
    tracemalloc.stop()  # the benchmark of another check may have left it on in this process
    try:
        report = answer.benchmark(engine, 2_000, repeats=3)
        is_left_on = tracemalloc.is_tracing()
    finally:
        tracemalloc.stop()
    assert (report.rows, report.repeats) == (2_000, 3), f"it says {report.rows}, {report.repeats}"
    for name in ("python", "database", "machine", "durability"):
        assert report.environment.get(name), (
            f"environment says nothing of {name!r}: figures without their circumstances cannot be "
            "compared"
        )
    assert rows_of["ceiling"], (
        "`ceiling` was not run: loaders that are compared with each other only may all be slow"
    )
    assert report.ceiling == pytest.approx(MILLION), (
        f"`ceiling` returned 1,000,000 rows a second, and {report.ceiling} is reported: "
        "the ceiling is what the database's own tool did in this run"
    )
    assert [result.loader for result in report.results] == ["naive", "copy"], (
        "results has not one Result for each of LOADERS"
    )
    for result in report.results:
        wanted = min(2_000, answer.SAMPLES.get(result.loader, 2_000))
        assert (result.rows, result.extrapolated) == (wanted, wanted < 2_000), (
            f"{result.loader!r} got {wanted} of 2,000 rows and is reported with {result.rows}, "
            f"extrapolated={result.extrapolated}: a sample must be called one"
        )
        assert len(result.seconds) == 3, f"{len(result.seconds)} times for 3 repetitions"
        runs = untraced[result.loader]
        assert runs >= 3, (
            f"tracemalloc was off in {runs} runs of {result.loader!r}, and 3 are timed: it slows "
            "down what it watches, so that memory is measured in a run of its own"
        )
        assert min(result.seconds) >= 0.009, (
            f"a run that took 0.01 s is reported with {min(result.seconds):.4f}"
        )
        right = wanted / median(result.seconds)
        assert abs(result.rows_per_second - right) <= right / 100, (
            f"{result.rows_per_second:,.0f} rows a second are reported for {wanted} rows in "
            f"{[round(s, 3) for s in result.seconds]} s, with their median it is {right:,.0f}: one "
            "run that was disturbed must not decide"
        )
        assert result.peak_mib >= 19, (
            f"a loader that held 20 MiB is reported with {result.peak_mib:.1f}: "
            "the peak counts, not what is left at the end"
        )
        share = result.rows_per_second / MILLION
        assert result.share == pytest.approx(share, rel=0.01), (
            f"the share of {result.loader!r} is {result.share}, right is {share:.4f}: "
            "its rows per second, of those of the ceiling"
        )
    for given in rows_of["ceiling"]:
        assert given == rows_of["copy"][0], (
            f"`ceiling` was given {len(given):,} rows, other ones than 'copy' with its 2,000: "
            "what is compared must be the same"
        )
    assert not is_left_on, "tracemalloc is still on after the benchmark: it slows down what follows"
    assert json.loads(report.as_json())["rows"] == 2_000


# ---- task 2 once more: what takes seconds comes after what does not -----------------------------


@pytest.mark.task(2)
def test_copy_beats_bulk_and_bulk_beats_naive(answer: Any, database: Database) -> None:
    """bulk is 3 times as fast as naive, and COPY is 3 times as fast as bulk."""
    # With a pool: naive pays for its commits, not for a connection per row.
    engine = _engine(answer, database, traced=False, poolclass=QueuePool)
    rows = list(answer.generate(40_000))

    def speed(load: Callable[..., int], count: int) -> float:
        best = float("inf")
        for _ in range(3):  # of about the same length: a busy machine hits all alike
            _execute(database, "DELETE FROM events")
            began = time.perf_counter()
            load(engine, iter(rows[:count]))
            best = min(best, time.perf_counter() - began)
        return count / best

    naive, bulk, copy = (
        speed(answer.load_naive, 200),
        speed(answer.load_bulk, 10_000),
        speed(answer.load_copy, 40_000),
    )
    figures({"naive": naive, "bulk": bulk, "copy": copy}, "rows/s", title="Rows loaded in a second")
    assert bulk >= 3 * naive, (
        f"bulk loads {bulk:,.0f} rows a second and one commit per row {naive:,.0f}: "
        "many rows share a statement and a transaction"
    )
    # SQLite has no COPY, and raw sqlite3 is slowed down here by the log of statements.
    is_fast = database.kind == "sqlite" or copy >= 3 * bulk
    assert is_fast, (
        f"copy loads {copy:,.0f} rows a second and bulk {bulk:,.0f}, not 3 times as many: "
        "the fastest way does next to nothing for a single row, neither here nor in the database"
    )


# ---- task 8: a million rows ----------------------------------------------------------------


@pytest.mark.task(8)
def test_a_large_purge_stays_small(answer: Any, database: Database) -> None:
    """A purge of 300,000 rows has small transactions, and none reads the whole table."""
    engine = _engine(answer, database)
    assert answer.purge(engine, 1, 1) == 0, "the table was empty"
    # The young ones first: a batch that starts at the beginning meets them all again.
    _fill(database, 400_000, at="400001 - n")
    before = _rows_read(database)
    _assert_purges(answer, database, engine, before=300_001, batch=5_000, deleted=300_000)
    read = _rows_read(database) - before
    assert read <= 10 * 400_000, (
        f"to delete 300,000 of 400,000 rows, purge read {read:,}: each batch finds its own by "
        "the index, behind those of the last one, and reads no others"
    )


@pytest.mark.task(8)
def test_a_million_rows_are_streamed(
    answer: Any, database: Database, memory: Memory, sql: SqlLog
) -> None:
    """A stream of a million rows takes less than 64 MiB."""
    engine = _engine(answer, database)
    assert list(answer.stream(engine)) == []  # also so that nothing is imported later
    _fill(database, MILLION)

    def work() -> None:
        count = sum(1 for _ in answer.stream(engine))
        assert count == MILLION, f"the stream gave {count:,} of 1,000,000 rows"

    with sql.paused():
        _give_back_memory()
        peak = memory.peak_of(work)
    assert peak < 64, (
        f"a stream of 1,000,000 rows took {peak:,.0f} MiB: rows are to be fetched as they are "
        "taken, and a driver fetches all unless it is told not to"
    )


@pytest.mark.task(8)
def test_a_deep_page_is_cheap(answer: Any, database: Database) -> None:
    """A page at a depth of 900,000 rows reads fewer than 500."""
    engine = _engine(answer, database)
    with Session(engine) as session:
        assert answer.page(session, None, 1).events == []
    _fill(database, MILLION)
    sent: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(*call: Any) -> None:
        sent.append((call[2], call[3]))

    with Session(engine) as session:
        found = answer.page(session, 900_000, 100)
    ids = [row.id for row in found.events]
    assert ids == list(range(900_001, 900_101)), f"the page holds {len(ids)} other rows"
    queries = [(sql, values) for sql, values in sent if sql.lstrip().upper().startswith("SELECT")]
    with database.observer() as observer:
        plans = [explain(observer, sql, values) for sql, values in queries]
    if database.kind == "sqlite":
        text = " ".join(plan.text for plan in plans)
        direct = all("SEARCH" in plan.text and not plan.sorts for plan in plans)
        assert direct, (
            f"the plan is {text!r}: SQLite walks to the page from the first row, where an index "
            "leads right to it"
        )
    else:
        read = sum(plan.rows_read or 0 for plan in plans)
        assert read < 500, (
            f"a page of 100 at a depth of 900,000 read {read:,} rows: "
            "OFFSET counts its way there, an index leads right to it"
        )


@pytest.mark.task(8)
def test_a_million_rows_load_alike(
    answer: Any, database: Database, memory: Memory, sql: SqlLog
) -> None:
    """A million rows by copy and by bulk are the same, with less than 64 MiB."""
    engine = _engine(answer, database, traced=False)
    for load in (answer.load_copy, answer.load_bulk):
        load(engine, iter(answer.generate(10)))  # what is imported is not the rows'
        _execute(database, "DELETE FROM events")
    expected = [0] * 6
    for row in answer.generate(MILLION):
        note = row.note or ""
        values = (1, row.id, row.at, row.amount_cents, row.note is not None, row.id * len(note))
        expected = [a + b for a, b in zip(expected, values, strict=True)]
    for name in ("load_copy", "load_bulk"):
        load = getattr(answer, name)
        with sql.paused():
            _give_back_memory()
            peak = memory.peak_of(
                lambda load=load: load(engine, answer.generate(MILLION)), seconds=200
            )
        assert peak < 64, (
            f"{name} of 1,000,000 rows took {peak:,.0f} MiB: rows are taken as they go"
        )
        [got] = database.rows(
            "SELECT count(*), sum(id), sum(at), sum(amount_cents), count(note),"
            " sum(id * length(coalesce(note, ''))) FROM events"
        )
        assert [int(value) for value in got] == expected, (
            f"{name} of 1,000,000 rows left others in the table: "
            "(count, sum of id, at, amount_cents, notes, id × length of note) is to be the same"
        )
        _execute(database, "DELETE FROM events" if database.kind == "sqlite" else "TRUNCATE events")


# ---- helpers -------------------------------------------------------------------------------


def _engine(
    answer: Any, database: Database, *, traced: bool = True, poolclass: type[Pool] = NullPool
) -> Engine:
    """An engine, with the table; its pool keeps no connection open, so that children can be forked.

    Raw sqlite3 is traced row by row, which would be most of the time of an executemany.
    """
    engine = database.engine(poolclass=poolclass)
    if database.kind == "sqlite" and not traced:
        event.listen(engine, "connect", _leave_untraced)
    answer.Base.metadata.create_all(engine)
    return engine


def _leave_untraced(connection: sqlite3.Connection, _record: object) -> None:
    sqlite3.Connection.set_trace_callback(connection, None)


def _execute(database: Database, statement: str) -> None:
    with database.observer() as observer:
        observer.cursor().execute(statement)


def _count(database: Database) -> int:
    return database.rows("SELECT count(*) FROM events")[0][0]


def _insert(answer: Any, engine: Engine, rows: Iterable[Any]) -> None:
    """Without the answer's help."""
    with engine.begin() as connection:
        connection.execute(insert(answer.Event), [row._asdict() for row in rows])


def _fill(database: Database, count: int, *, at: str = "n") -> None:
    """Many rows, made by the database itself: with the ids n from 1 on."""
    numbers = f"SELECT generate_series(1, {count}) AS n"
    if database.kind == "sqlite":
        recursive = f"VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < {count}"
        numbers = f"WITH RECURSIVE t(n) AS ({recursive}) SELECT n FROM t"
    _execute(
        database,
        "INSERT INTO events (id, at, kind, amount_cents, note)"
        f" SELECT n, {at}, 'view', n % 1000, 'a note of thirty characters' FROM ({numbers}) AS s",
    )
    _execute(database, "ANALYZE events")


def _names(count: int) -> list[str]:
    return [*datasets.HOSTILE_NAMES, *datasets.names(count)][:count]


def _assert_loads(answer: Any, database: Database, name: str) -> None:
    engine = _engine(answer, database)
    load = getattr(answer, name)
    for count in (0, 1, 999, 1_000, 1_001):
        _execute(database, "DELETE FROM events")
        rows = list(answer.generate(count, seed=count))
        got = load(engine, iter(rows))
        assert_same_rows(
            database.rows(IN_ORDER),
            [tuple(row) for row in rows],
            f"{name} of {count} rows leaves them in the table as they are, NULL, tabs and all",
        )
        assert got == count, f"{name} of {count} rows returned {got!r}: it returns how many"
    before = database.rows(IN_ORDER)
    hostile = [
        answer.EventRow(5_000 + number, -number, text, -1 << 31, note)
        for number, text in enumerate([*datasets.HOSTILE_NAMES, "\\N", "\\.", "NULL", "a\tb\\n"])
        for note in (text,)
    ] + [answer.EventRow(2**62, 2**62, "", 0, None), answer.EventRow(-1, 0, "k", 1, "")]
    assert load(engine, iter(hostile)) == len(hostile)
    assert_same_rows(
        database.rows(IN_ORDER),
        [*before, *map(tuple, hostile)],
        f"{name} adds rows to those that are there, each with its very text",
    )


def _assert_holds_few_rows(
    answer: Any, database: Database, name: str, memory: Memory, sql: SqlLog
) -> None:
    engine = _engine(answer, database, traced=False)
    load = getattr(answer, name)
    # What is imported or built at the first use is not the rows'.
    load(engine, iter(answer.generate(2_000)))
    _execute(database, "DELETE FROM events")
    with sql.paused():  # the log keeps the parameters of statements
        _give_back_memory()
        peak = memory.peak_of(lambda: load(engine, answer.generate(50_000)))
    assert peak < 24, (
        f"{name} of 50,000 rows took {peak:.0f} MiB, a million take twenty times as much: "
        "rows are taken some thousand at a time, and then forgotten"
    )
    assert _count(database) == 50_000


def _give_back_memory() -> None:
    """Give back what is free, so that what a piece of work takes shows as growth."""
    gc.collect()
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def _assert_purges(
    answer: Any, database: Database, engine: Engine, *, before: int, batch: int, deleted: int
) -> None:
    """Purge, while another connection writes each time that a transaction begins."""
    in_transaction = [0]
    written: list[int] = []
    looks = [0]
    older = f"SELECT count(*) FROM events WHERE at < {before}"
    uncommitted = "a transaction that ends without a commit is undone, so that each batch needs one"
    timeout = "PRAGMA busy_timeout = 300"
    if database.kind == "postgres":
        timeout = "SET lock_timeout = '300ms'"

    @event.listens_for(engine, "checkout")  # of a raw connection, too
    def goes_on(*_call: object) -> None:
        looks[0] += 1
        if looks[0] > 100 + 8 * (deleted // batch + 1):  # or it would go on for ever
            assert database.rows(older)[0][0] < deleted, (
                f"purge has begun {len(in_transaction) or looks[0]:,} transactions, and all "
                f"{deleted:,} old rows are still there: {uncommitted}"
            )

    @event.listens_for(engine, "begin")
    def write(_connection: object) -> None:
        goes_on()
        in_transaction.append(0)
        number = 2**50 + len(written)
        with database.observer() as other:
            other.cursor().execute(timeout)
            other.cursor().execute(f"INSERT INTO events VALUES ({number}, {number}, '', 1, NULL)")
        written.append(number)

    @event.listens_for(engine, "after_cursor_execute")
    def count(*call: Any) -> None:
        if "DELETE" in call[2].upper():
            in_transaction[-1] += max(call[1].rowcount, 0)
            if not _is_in_transaction(call[0].connection.dbapi_connection):  # AUTOCOMMIT
                in_transaction.append(0)

    with _all_closed(database, "purge"):
        got = answer.purge(engine, before, batch)
    event.remove(engine, "checkout", goes_on)
    event.remove(engine, "begin", write)
    event.remove(engine, "after_cursor_execute", count)
    assert got == deleted, f"purge returned {got!r}, {deleted:,} rows were that old"
    left = database.rows(older)[0][0]
    assert left < deleted, f"purge returned {got:,}, and all {left:,} are there: {uncommitted}"
    assert left == 0, f"{left:,} rows are left that are older: purge deletes all of them"
    largest = max(in_transaction)
    assert largest <= batch, (
        f"one transaction deleted {largest:,} rows, a batch is {batch:,}: "
        "its locks, and all that it has to be able to undo, last until it ends"
    )
    kept = database.rows(f"SELECT count(*) FROM events WHERE id >= {2**50}")[0][0]
    assert kept == len(written), "rows that others wrote meanwhile are gone"


def _is_in_transaction(driver: Any) -> bool:
    """Whether a driver's connection has a transaction open."""
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return driver.info.transaction_status != TRANSACTION_STATUS_IDLE


def _exchange(answer: Any, loaders: dict[str, Any]) -> None:
    """Let the benchmark have other loaders."""
    answer.LOADERS.clear()
    answer.LOADERS.update(loaders)


def _wait_for_the_disk(database: Database) -> None:
    """Have commits wait for the disk, as they do unless told otherwise; drills' server does not."""
    if database.kind == "postgres":
        name = database.rows("SELECT current_database()")[0][0]
        _execute(database, f'ALTER DATABASE "{name}" SET synchronous_commit = on')


def _note_settings_of_commits(database: Database) -> None:
    """Have the table itself note how safe it is to insert into it, whatever driver does it."""
    _execute(database, "CREATE TABLE seen (settings text)")
    if database.kind == "sqlite":  # which lets neither be changed in a transaction
        _execute(
            database,
            "CREATE TRIGGER note AFTER INSERT ON events BEGIN INSERT INTO seen"
            " SELECT 'synchronous = ' || synchronous || ', journal_mode = ' || journal_mode"
            " FROM pragma_synchronous, pragma_journal_mode; END",
        )
        return
    _execute(
        database,
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen"
        " SELECT 'synchronous_commit = ' || current_setting('synchronous_commit')"
        " || CASE relpersistence WHEN 'u' THEN ', an unlogged table' ELSE '' END"
        " FROM pg_class WHERE oid = TG_RELID; RETURN NULL; END $$",
    )
    # Deferred: what counts is the setting at the commit.
    _execute(
        database,
        "CREATE CONSTRAINT TRIGGER note AFTER INSERT ON events"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()",
    )


def _noted(database: Database) -> str:
    """What the table has noted since it was last emptied."""
    notes = database.rows("SELECT DISTINCT settings FROM seen ORDER BY settings")
    return " and with ".join(note for (note,) in notes) or "its trigger switched off"


@contextmanager
def _all_closed(database: Database, what: str) -> Iterator[None]:
    """See that a piece of work closes each connection to the database that it opens.

    Python closes what nobody refers to, at once or when it next collects garbage.  So that only
    what the work itself closes counts, each connection of an engine is held here, and garbage
    stays: what an error keeps alive is in there.
    """
    held: list[object] = []

    def hold(connection: object, _record: object) -> None:
        held.append(connection)

    gc.collect()
    was_enabled = gc.isenabled()
    gc.disable()
    before = _connections(database)
    try:
        event.listen(Pool, "connect", hold)
        try:
            yield
        finally:
            event.remove(Pool, "connect", hold)
        # The server needs a moment to see the end of a session.
        end = time.monotonic() + 3
        while (left := len(_connections(database) - before)) and time.monotonic() < end:
            time.sleep(0.005)
        assert left == 0, (
            f"{what} left {left} connection{'s' * (left > 1)} open: whoever opens a connection "
            "closes it, however the work ends; to dispose of an engine closes those of its pool"
        )
    finally:
        held.clear()
        if was_enabled:
            gc.enable()


def _connections(database: Database) -> set[int]:
    """Who is connected: sessions of the server, or the files that this process has open."""
    if database.kind == "postgres":
        sessions = database.rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in sessions}
    file = database.path.stat()
    found = set[int]()
    for number in range(1_024):
        with suppress(OSError):
            if os.path.samestat(os.fstat(number), file):
                found.add(number)
    return found


def _rows_read(database: Database) -> int:
    """How many rows of the table PostgreSQL has read since it exists; SQLite counts none."""
    if database.kind == "sqlite":
        return 0
    # A session tells what it has done when it ends, if not before.
    deadline = time.monotonic() + 3
    while _connections(database) and time.monotonic() < deadline:
        time.sleep(0.005)
    [(read,)] = database.rows(
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
        " WHERE relname = 'events'"
    )
    return read


def _durability(engine: Engine) -> tuple[Any, ...]:
    """The settings that say how safe a commit is."""
    names = ("PRAGMA synchronous", "PRAGMA journal_mode")
    if engine.dialect.name == "postgresql":
        names = ("SHOW synchronous_commit", "SHOW fsync")
    with engine.connect() as connection:
        return tuple(connection.scalar(text(name)) for name in names)
