"""The fresh database that a check gets, and the connections a check makes to it."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@cache
def psycopg2_types() -> tuple[Any, ...]:
    """How psycopg2 reads values; called first before an answer can register other ways."""
    from psycopg2.extensions import string_types

    return tuple(string_types.values())


def import_dialects(kind: str) -> None:
    """Import here, once, what each child would import with its first engine.

    Args:
        kind: `sqlite`, `postgres` or `both`; for anything else there is nothing to import.
    """
    if kind in {"postgres", "both"}:
        psycopg2_types()
    if "sqlalchemy" not in sys.modules:
        return
    if kind in {"sqlite", "both"}:
        import_module("sqlalchemy.dialects.sqlite")
    if kind in {"postgres", "both"}:
        import_module("sqlalchemy.dialects.postgresql")
        import_module("psycopg2.extras")


@dataclass(frozen=True)
class Database:
    """One database, made for one check.

    Fields that the other kind has are empty: `path` on PostgreSQL, `dsn` and `async_url` on
    SQLite.
    """

    kind: Literal["sqlite", "postgres"]
    url: str
    """For `create_engine`."""
    async_url: str = ""
    """For `create_async_engine` (asyncpg)."""
    dsn: str = ""
    """For `psycopg2.connect`."""
    path: Path = Path()
    """The SQLite file; it need not exist yet."""
    _engines: list[Engine] = field(default_factory=list, compare=False, repr=False)

    @classmethod
    def sqlite(cls, path: Path) -> Database:
        """The database in one SQLite file."""
        return cls(kind="sqlite", url=f"sqlite:///{path}", path=path)

    @classmethod
    def postgres(cls, url: str, async_url: str, dsn: str) -> Database:
        """A database that a supply has granted."""
        return cls(kind="postgres", url=url, async_url=async_url, dsn=dsn)

    @contextmanager
    def observer(self) -> Iterator[Any]:
        """A raw connection of the check's own, in autocommit mode, left out of the SQL log.

        Yields:
            A `sqlite3.Connection` with `sqlite3.Row` rows, or a psycopg2 connection.
        """
        from runner.instruments.sqllog import paused

        with paused():
            if self.kind == "sqlite":
                connection: Any = sqlite3.connect(self.path, autocommit=True, timeout=5)
                connection.row_factory = sqlite3.Row
            else:
                import psycopg2
                from psycopg2.extensions import register_type

                connection = psycopg2.connect(self.dsn)
                connection.autocommit = True
                # An answer may have registered others, for all connections.
                for kind in psycopg2_types():
                    register_type(kind, connection)
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The rows of one query, read through an observer.

        Args:
            query: SQL in the database's own placeholder style (`?` or `%s`).
            parameters: the values for the placeholders.

        Returns:
            Plain tuples, in the order that the database gave them.
        """
        with self.observer() as connection:
            cursor = connection.cursor()
            cursor.execute(query, parameters)
            return [tuple(row) for row in cursor.fetchall()]

    def engine(self, **options: Any) -> Engine:
        """A SQLAlchemy engine with the settings that the drills teach, disposed after the check.

        On SQLite: real transactions (`autocommit=False`) and foreign keys enforced.

        Args:
            options: passed to `create_engine`.
        """
        from sqlalchemy import create_engine, event

        if self.kind == "sqlite":
            options.setdefault("connect_args", {"autocommit": False})
        engine = create_engine(self.url, **options)
        self._engines.append(engine)
        if self.kind == "postgres":
            return engine

        @event.listens_for(engine, "connect")
        def enforce_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
            # With autocommit=False a transaction is always open, and the pragma is a silent
            # no-op inside one.
            before, connection.autocommit = connection.autocommit, True
            connection.execute("PRAGMA foreign_keys=ON")
            connection.autocommit = before

        return engine

    def close(self) -> None:
        """Dispose the engines that `engine()` made."""
        for engine in self._engines:
            engine.dispose()
