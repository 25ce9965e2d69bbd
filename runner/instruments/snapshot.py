"""What stands in a database right after a check failed: tables, first rows, plans.

Everything is asked through a connection of our own, which waits for no lock: what is locked, or
not committed, is not shown.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from runner.instruments.plans import estimate
from runner.instruments.sqlstate import first_word, paused
from runner.seen import Column, PlanSeen, PlanStep, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.instruments.schedule import ScheduledDatabase
    from runner.instruments.sqlstate import Entry

_TABLES = 20
_ROWS = 10
_VALUE = 40
_PLANS = 8
_PLANNED = {"SELECT", "UPDATE", "DELETE", "WITH"}

_POSTGRES_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           coalesce(a.attnum = ANY (p.conkey), false),
           coalesce(f.confrelid::regclass::text || '.' || fa.attname, '')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
    LEFT JOIN pg_constraint f
        ON f.conrelid = c.oid AND f.contype = 'f' AND f.conkey[1] = a.attnum
    LEFT JOIN pg_attribute fa ON fa.attrelid = f.confrelid AND fa.attnum = f.confkey[1]
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace
                                 WHERE nspname LIKE 'pg\\_%%' OR nspname = 'information_schema')
    ORDER BY c.relname, a.attnum
"""


def tables_of(database: ScheduledDatabase) -> tuple[Table, ...]:
    """The tables with their first rows.

    Args:
        database: any; what cannot be read at once is left out.
    """
    with paused(), database.observer() as connection:
        if database.kind == "sqlite":
            connection.execute("PRAGMA busy_timeout = 0")
            return tuple(_sqlite_tables(connection))
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'; SET statement_timeout = '500ms'")
            return tuple(_postgres_tables(cursor))


def plans_of(database: ScheduledDatabase, entries: Sequence[Entry]) -> tuple[PlanSeen, ...]:
    """How the database would execute the answer's own statements, each text once.

    Args:
        database: the one that they were sent to.
        entries: what was sent; those of the check itself have no line and are left out.
    """
    own = {
        entry.sql: entry for entry in entries if entry.line and first_word(entry.sql) in _PLANNED
    }
    seen = []
    with paused(), database.observer() as connection:
        if database.kind == "sqlite":
            connection.execute("PRAGMA busy_timeout = 0")
        else:
            connection.cursor().execute("SET lock_timeout = '50ms'")
        for sql, entry in list(own.items())[-_PLANS:]:
            # A table may be gone by now, or locked; a statement may have been cut.
            with suppress(Exception):
                plan = estimate(connection, sql, entry.raw)
                seen.append(
                    PlanSeen(
                        sql=sql,
                        steps=tuple(
                            PlanStep(
                                node.depth,
                                node.text,
                                node.details.get("Plan Rows"),
                                node.details.get("Total Cost"),
                            )
                            for node in plan.nodes
                        ),
                        full_scans=tuple(plan.full_scans),
                        sorts=plan.sorts,
                    )
                )
    return tuple(seen)


def _sqlite_tables(connection: sqlite3.Connection) -> Iterator[Table]:
    named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%'"
    for (name,) in connection.execute(f"{named} ESCAPE '!' ORDER BY name LIMIT {_TABLES}"):
        quoted = '"' + name.replace('"', '""') + '"'
        with suppress(sqlite3.Error):
            references = {
                row[3]: f"{row[2]}.{row[4] or 'id'}"
                for row in connection.execute(f"PRAGMA foreign_key_list({quoted})")
            }
            columns = tuple(
                Column(row[1], row[2], bool(row[3]), bool(row[5]), references.get(row[1], ""))
                for row in connection.execute(f"PRAGMA table_info({quoted})")
            )
            rows = connection.execute(f"SELECT * FROM {quoted} LIMIT {_ROWS}").fetchall()
            (count,) = connection.execute(f"SELECT count(*) FROM {quoted}").fetchone()
            yield Table(name, columns, _as_text(rows), count)


def _postgres_tables(cursor: Any) -> Iterator[Table]:
    import psycopg2
    from psycopg2.sql import SQL, Identifier

    cursor.execute(_POSTGRES_COLUMNS)
    columns: dict[str, list[Column]] = {}
    for name, *column in cursor.fetchall():
        columns.setdefault(name, []).append(Column(*column))
    for name in list(columns)[:_TABLES]:
        with suppress(psycopg2.Error):
            table = Identifier(name)
            cursor.execute(SQL("SELECT * FROM {} LIMIT {}").format(table, SQL(str(_ROWS))))
            rows = cursor.fetchall()
            cursor.execute(SQL("SELECT count(*) FROM {}").format(table))
            yield Table(name, tuple(columns[name]), _as_text(rows), cursor.fetchone()[0])


def _as_text(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_value(value) for value in row) for row in rows)


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    text = str(value)
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"
