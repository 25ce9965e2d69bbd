"""What stands in a database right after a check failed: tables, what changed in them, plans."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from runner.instruments.plans import estimate
from runner.instruments.sqlstate import first_word, paused
from runner.instruments.tables import as_text, reading
from runner.seen import Changes, PlanSeen, PlanStep, RowChange, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.instruments.schedule import ScheduledDatabase
    from runner.instruments.sqlstate import Entry
    from runner.instruments.tables import Reader, Row

ROWS = 10
_TABLES = 20
_PLANS = 8
_PLANNED = {"SELECT", "UPDATE", "DELETE", "WITH"}
_COMPARED_ROWS = 2_000
_COMPARED_BYTES = 8 << 20


def tables_of(
    database: ScheduledDatabase,
    begun: ScheduledDatabase | None = None,
    *,
    only: str | None = None,
    rows: int = ROWS,
) -> tuple[Table, ...]:
    """The tables with their first rows.

    Args:
        database: any; what cannot be read at once is left out.
        begun: one like it was when the check began, to tell what has changed.
        only: the one table to read.
        rows: how many of each.
    """
    with reading(database) as now:
        tables = list(_tables(now, only, rows))
        if begun is None:
            return tuple(tables)
        with reading(begun) as before:
            return tuple(_compared(table, before, now) for table in tables)


def _tables(reader: Reader, only: str | None, rows: int) -> Iterator[Table]:
    for name in reader.names()[:_TABLES] if only is None else [only]:
        with suppress(Exception):  # locked, or gone meanwhile
            yield Table(
                name,
                reader.columns(name),
                tuple(map(as_text, reader.rows(name, rows))),
                reader.count(name),
                reader.indexes(name),
            )


def _compared(table: Table, before: Reader, now: Reader) -> Table:
    """The same table, with what the check did to it."""
    from dataclasses import replace

    if table.name not in before.names():
        return replace(table, is_new=True)
    changes = None
    with suppress(Exception):  # locked, or without the right to read it
        if max(reader.size(table.name) for reader in (before, now)) <= _COMPARED_BYTES:
            contents = [reader.rows(table.name, _COMPARED_ROWS + 1) for reader in (before, now)]
            if max(map(len, contents)) <= _COMPARED_ROWS:
                old = [column.name for column in before.columns(table.name)]
                changes = _changes(table, old, *contents)
    return replace(table, changes=changes)


def _changes(
    table: Table, old_names: Sequence[str], before: Sequence[Row], now: Sequence[Row]
) -> Changes:
    """What became of the rows: told apart by the primary key, or else by all their values."""
    names = [column.name for column in table.columns]
    shared = [name for name in names if name in old_names]
    keys = [column.name for column in table.columns if column.key]

    def values(row: Row, of: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
        return tuple(_comparable(row[of.index(name)]) for name in wanted)

    def in_order(row: Row) -> tuple[str, ...]:
        """An old row under the columns that there are now."""
        text = dict(zip(old_names, as_text(row), strict=True))
        return tuple(text.get(name, "") for name in names)

    added: list[RowChange] = []
    changed: list[RowChange] = []
    removed: list[RowChange] = []
    if keys and set(keys) <= set(shared):
        old = {values(row, old_names, keys): row for row in before}
        for row in now:
            was = old.pop(values(row, names, keys), None)
            if was is None:
                added.append(RowChange("added", as_text(row)))
            elif values(was, old_names, shared) != values(row, names, shared):
                changed.append(RowChange("changed", as_text(row), in_order(was)))
        removed = [RowChange("removed", in_order(row)) for row in old.values()]
    else:
        left = Counter(values(row, old_names, shared) for row in before)
        for row in now:
            known = values(row, names, shared)
            if left[known]:
                left[known] -= 1
            else:
                added.append(RowChange("added", as_text(row)))
        for row in before:
            known = values(row, old_names, shared)
            if left[known]:
                left[known] -= 1
                removed.append(RowChange("removed", in_order(row)))
    shown = (*added[:ROWS], *changed[:ROWS], *removed[:ROWS])
    return Changes(len(added), len(changed), len(removed), shown)


def _comparable(value: object) -> str:
    return repr(bytes(value) if isinstance(value, memoryview) else value)


def plans_of(database: ScheduledDatabase, entries: Sequence[Entry]) -> tuple[PlanSeen, ...]:
    """How the database would execute the answer's statements, each text once.

    Args:
        database: the one that they were sent to.
        entries: what was sent; those of the check itself have no line.  They are left out, unless
            there are no others: an answer may be what stands around them, or their indexes.
    """
    planned = [entry for entry in entries if first_word(entry.sql) in _PLANNED]
    with_line = [entry for entry in planned if entry.line]
    own = {entry.sql: entry for entry in with_line or planned}
    seen = []
    with paused(), database.observer() as connection:
        if database.kind == "sqlite":
            connection.execute("PRAGMA busy_timeout = 0")
        else:
            connection.cursor().execute("SET lock_timeout = '50ms'")
        for sql, entry in list(own.items())[-_PLANS:]:
            # A table may be gone by now, or locked; a statement may have been cut.
            with suppress(Exception):
                seen.append(_plan_seen(sql, estimate(connection, sql, entry.raw)))
    return tuple(seen)


def _plan_seen(sql: str, plan: Any) -> PlanSeen:
    steps = tuple(
        PlanStep(
            node.depth, node.text, node.details.get("Plan Rows"), node.details.get("Total Cost")
        )
        for node in plan.nodes
    )
    return PlanSeen(sql, steps, full_scans=tuple(plan.full_scans), sorts=plan.sorts)
