"""Read the tables of a database as they are: columns, indexes, rows.

Everything is asked through a connection of our own, which waits for no lock: what is locked, or
not committed, is not shown.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from runner.instruments.sqlstate import paused
from runner.seen import Column, Index
from runner.words import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.instruments.schedule import ScheduledDatabase

_VALUE = 40
_HIDDEN = 1
"""What `PRAGMA table_xinfo` calls a column of a virtual table that `SELECT *` leaves out."""
_OWN = """relnamespace NOT IN (SELECT oid FROM pg_namespace
                               WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')"""
_COLUMNS = f"""
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           coalesce(a.attnum = ANY (p.conkey), false),
           coalesce(f.confrelid::regclass::text || '.' || fa.attname, '')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
    LEFT JOIN pg_constraint f
        ON f.conrelid = c.oid AND f.contype = 'f' AND f.conkey[1] = a.attnum
    LEFT JOIN pg_attribute fa ON fa.attrelid = f.confrelid AND fa.attnum = f.confkey[1]
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.{_OWN}
    ORDER BY c.relname, a.attnum
"""
_INDEXES = f"""
    SELECT c.relname,
           ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
                 FROM generate_series(1, i.indnkeyatts) k),
           i.indisunique, coalesce(pg_get_expr(i.indpred, i.indrelid), '')
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE NOT i.indisprimary AND c.{_OWN}
    ORDER BY c.relname, i.indexrelid
"""

type Row = Sequence[Any]


class Reader(Protocol):
    """One database while it is looked at; each method may raise the driver's error."""

    def names(self) -> list[str]:
        """The tables, in the order of their names."""
        ...

    def columns(self, table: str) -> tuple[Column, ...]:
        """Of a table, in its own order."""
        ...

    def indexes(self, table: str) -> tuple[Index, ...]:
        """Of a table, without that of the primary key."""
        ...

    def rows(self, table: str, limit: int) -> list[Row]:
        """The first rows."""
        ...

    def count(self, table: str) -> int:
        """How many rows there are."""
        ...

    def size(self, table: str) -> int:
        """Bytes that a table takes, or all of them together where only that is known."""
        ...


@contextmanager
def reading(database: ScheduledDatabase) -> Iterator[Reader]:
    """Look at a database.

    Args:
        database: any.
    """
    with paused(), database.observer() as connection:
        if database.kind == "sqlite":
            connection.execute("PRAGMA busy_timeout = 0")
            # SQLite keeps any bytes as a text.
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield _Sqlite(connection)
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'; SET statement_timeout = '500ms'")
                yield _Postgres(cursor)


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names(self) -> list[str]:
        named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%'"
        return [row[0] for row in self._connection.execute(f"{named} ESCAPE '!' ORDER BY name")]

    def columns(self, table: str) -> tuple[Column, ...]:
        references = {
            child: f"{parent}.{column or self._key(parent, place)}"
            for _, place, parent, child, column, *_ in self._pragma("foreign_key_list", table)
        }
        return tuple(
            Column(name, kind, bool(required), bool(key), references.get(name, ""))
            # Unlike table_info, with the generated ones.
            for _, name, kind, required, _, key, hidden in self._pragma("table_xinfo", table)
            if hidden != _HIDDEN
        )

    def _key(self, table: str, place: int) -> str:
        """The column of the primary key that a foreign key without names refers to."""
        keys = {row[5]: row[1] for row in self._pragma("table_info", table)}
        return keys.get(place + 1, "?")

    def indexes(self, table: str) -> tuple[Index, ...]:
        found = []
        for _, name, unique, origin, partial in self._pragma("index_list", table):
            if origin == "pk":
                continue
            columns = tuple(row[2] or "(an expression)" for row in self._pragma("index_info", name))
            where = self._where(name) if partial else ""
            found.append(Index(columns, bool(unique), where))
        return tuple(reversed(found))  # SQLite names the newest first

    def rows(self, table: str, limit: int) -> list[Row]:
        query = f"SELECT * FROM {_quoted(table)} LIMIT {limit}"
        return [tuple(row) for row in self._connection.execute(query)]

    def count(self, table: str) -> int:
        return self._connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]

    def size(self, table: str) -> int:
        assert table
        pages, size = (
            self._connection.execute(f"PRAGMA {what}").fetchone()[0]
            for what in ("page_count", "page_size")
        )
        return pages * size

    def _where(self, index: str) -> str:
        query = "SELECT sql FROM sqlite_schema WHERE name = ?"
        (sql,) = self._connection.execute(query, (index,)).fetchone()
        return re.split(r"\bWHERE\b", sql, maxsplit=1, flags=re.IGNORECASE)[-1].strip()

    def _pragma(self, name: str, about: str) -> list[sqlite3.Row]:
        return self._connection.execute(f"PRAGMA {name}({_quoted(about)})").fetchall()


class _Postgres:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._columns: dict[str, list[Column]] = {}
        self._indexes: dict[str, list[Index]] = {}
        cursor.execute(_COLUMNS)
        for name, *column in cursor.fetchall():
            self._columns.setdefault(name, []).append(Column(*column))
        cursor.execute(_INDEXES)
        for name, columns, unique, where in cursor.fetchall():
            self._indexes.setdefault(name, []).append(Index(tuple(columns), unique, where))

    def names(self) -> list[str]:
        return list(self._columns)

    def columns(self, table: str) -> tuple[Column, ...]:
        return tuple(self._columns[table])

    def indexes(self, table: str) -> tuple[Index, ...]:
        return tuple(self._indexes.get(table, ()))

    def rows(self, table: str, limit: int) -> list[Row]:
        self._cursor.execute(f"SELECT * FROM {_quoted(table)} LIMIT {limit}")
        return self._cursor.fetchall()

    def count(self, table: str) -> int:
        self._cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")
        return self._cursor.fetchone()[0]

    def size(self, table: str) -> int:
        self._cursor.execute("SELECT pg_total_relation_size(quote_ident(%s))", (table,))
        return self._cursor.fetchone()[0]


def _quoted(name: str) -> str:
    """An identifier as both databases quote it."""
    return '"' + name.replace('"', '""') + '"'


def as_text(row: Row) -> tuple[str, ...]:
    """A row's values as a person reads them, long ones cut."""
    return tuple(map(_value, row))


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    text = visible(str(value))
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"
