"""What one process has at hand to check one answer: its copy, databases, instruments."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, Protocol

from runner.databases.database import Database
from runner.instruments.sqllog import SqlLog
from runner.plain import as_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runner.databases.postgres import PostgresSupply
    from runner.execution.answer import Answer
    from runner.execution.channel import Channel


Look = Literal["never", "failure", "always"]
_SHOWN = 200
"""Statements, and steps, that a record holds."""


class PostgresSource(Protocol):
    """Where fresh PostgreSQL databases come from: the parent, or a supply of this process."""

    def fresh(self) -> Database:
        """A database that nobody has used."""
        ...

    def close(self) -> None:
        """Nothing more will be asked for."""
        ...


class OwnPostgres:
    """Databases for a plain pytest run: a supply of this process, started on first use."""

    def __init__(self, checks: Path) -> None:
        self._checks = checks
        self._supply: PostgresSupply | None = None

    def fresh(self) -> Database:
        """Take one from the supply."""
        from runner.databases.postgres import PostgresSupply

        if self._supply is None:
            self._supply = PostgresSupply.start(self._checks)
        grant = self._supply.take()
        return Database.postgres(grant.url, grant.async_url, grant.dsn)

    def close(self) -> None:
        """End the supply; its databases are dropped in the background."""
        if self._supply is not None:
            self._supply.close()


class ParentsPostgres:
    """Databases for a child: asked from its parent."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def fresh(self) -> Database:
        """Ask the parent for one."""
        grant = self._channel.ask("database")
        return Database.postgres(grant["url"], grant["async_url"], grant["dsn"])

    def close(self) -> None:
        """The parent drops them."""


@dataclass
class Bench:
    """One answer in one process, and everything the fixtures hand to its checks."""

    answer_file: Path
    """The private copy of the answer, a file or a folder."""
    stub: Path
    scratch: Path
    postgres: PostgresSource | None = None
    sqlite_template: Path | None = None
    log: SqlLog = field(default_factory=SqlLog)
    answer: Answer | Path | None = None
    waited_ms: float = 0.0
    databases: list[Database] = field(default_factory=list)
    """Those of the check that runs."""
    look: Look = "never"
    """When to note what stands in the database: when the first check fails, or after each."""

    def start_check(self) -> None:
        """Forget what the check before had."""
        self.waited_ms = 0.0
        self.databases = []

    def folder(self) -> Path:
        """An empty folder that no other check has."""
        return Path(tempfile.mkdtemp(prefix="check-", dir=self.scratch))

    def database(self, kind: Literal["sqlite", "postgres"]) -> Database:
        """A fresh database for the check that runs; `waited_ms` grows by the time it took."""
        started = perf_counter()
        database = self.another(kind)
        self.databases.append(database)
        self.waited_ms += (perf_counter() - started) * 1000
        return database

    def another(self, kind: Literal["sqlite", "postgres"]) -> Database:
        """A database as every check finds its own."""
        if kind == "postgres":
            assert self.postgres is not None
            return self.postgres.fresh()
        database = Database.sqlite(self.folder() / "store.db")
        if self.sqlite_template is not None:
            shutil.copyfile(self.sqlite_template, database.path)
        return database

    @contextmanager
    def watching_locks(self) -> Iterator[None]:
        """Note who waits for whose lock in a `with` block, where somebody looks at it later."""
        database = next((each for each in self.databases if each.kind == "postgres"), None)
        if self.look == "never" or database is None:
            yield
            return
        from runner.instruments import lockwaits

        looks = []
        try:
            with lockwaits.watching(database) as looks:
                yield
        finally:
            lockwaits.note(self.log.work, looks)

    def what_was_sent(self) -> dict[str, Any]:
        """The log of the check that runs, for its record."""
        log = self.log
        return {
            "sql": [
                [
                    *(s.sql, s.parameters, s.rows, round(s.ms, 3), s.line),
                    *(round(s.at, 3), s.session, s.flush, s.error, s.waited_for),
                ]
                for s in log.statements[-_SHOWN:]
            ],
            "sql_count": log.sent,
            "steps": [as_data(step.as_record(log.began)) for step in log.steps[-_SHOWN:]],
            "budgets": log.budgets,
            "charts": [as_data(chart) for chart in log.charts],
        }

    def look_at_database(self, check: str) -> dict[str, Any]:
        """The first database of the check that runs as it is, where something was sent to one.

        It is only looked at: no trouble with that may change what becomes of the check.

        Args:
            check: its name.
        """
        entries = self.log.entries
        if not entries or not self.databases:
            return {}
        from runner.databases import leftover
        from runner.instruments import snapshot

        database = self.databases[0]
        with suppress(Exception):
            tables = snapshot.tables_of(database, self.another(database.kind))
            plans = snapshot.plans_of(database, entries)
            if database.kind == "sqlite":
                leftover.copy(database, self.scratch, check)
            return {
                "tables": [as_data(table) for table in tables],
                "plans": [as_data(plan) for plan in plans],
            }
        return {}

    def start(self, *, watch_files: bool) -> None:
        """Switch on what must stand before the answer is loaded.

        Args:
            watch_files: whether a check follows file operations (the fixture `crash`).
        """
        if watch_files:
            from runner.instruments.crash import Crash

            Crash.install_file_hooks()
        folder = self.answer_folder
        self.log.install(lambda: folder)

    @cached_property
    def answer_folder(self) -> Path:
        """The folder that holds the answer's own code."""
        single = self.answer_file.suffix == ".py"
        return self.answer_file.parent if single else self.answer_file
