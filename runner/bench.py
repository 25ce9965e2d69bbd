"""What one process has at hand to check one answer: its copy, databases, instruments."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal, Protocol

from runner.databases.database import Database
from runner.instruments.sqllog import SqlLog

if TYPE_CHECKING:
    from runner.answer import Answer
    from runner.channel import Channel
    from runner.databases.postgres import PostgresSupply


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
    look: bool = False
    """Whether to note what stands in the database when the first check fails."""

    def start_check(self) -> None:
        """Forget what the check before had."""
        self.waited_ms = 0.0
        self.databases = []

    def folder(self) -> Path:
        """An empty folder that no other check has."""
        return Path(tempfile.mkdtemp(prefix="check-", dir=self.scratch))

    def database(self, kind: Literal["sqlite", "postgres"]) -> Database:
        """A fresh database; `waited_ms` grows by the time it took."""
        started = perf_counter()
        if kind == "postgres":
            assert self.postgres is not None
            database = self.postgres.fresh()
        else:
            database = Database.sqlite(self.folder() / "store.db")
            if self.sqlite_template is not None:
                shutil.copyfile(self.sqlite_template, database.path)
        self.databases.append(database)
        self.waited_ms += (perf_counter() - started) * 1000
        return database

    def start(self, *, watch_files: bool) -> None:
        """Switch on what must stand before the answer is loaded.

        Args:
            watch_files: whether a check follows file operations (the fixture `crash`).
        """
        if watch_files:
            from runner.instruments.crash import Crash

            Crash.install_file_hooks()
        self.log.install(lambda: self.answer_folder)

    @cached_property
    def answer_folder(self) -> Path:
        """The folder that holds the answer's own code."""
        single = self.answer_file.suffix == ".py"
        return self.answer_file.parent if single else self.answer_file
