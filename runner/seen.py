"""What a check saw, for the views: steps of sessions, tables, plans, budgets, charts.

Apart from `runner.model`, since listing drills needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from runner.charts import Chart, Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a check had one of its sessions do."""

    session: str
    what: str
    """SQL, or the name of what was called."""
    at: float
    """Milliseconds from the start of the check."""
    ms: float
    """How long it took; 0 where it had not ended."""
    outcome: str
    """Rows or row count, the error, or that it had not ended."""
    waited_for: str = ""
    """The session that was proven to block it."""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    required: bool
    """Whether NULL is refused."""
    key: bool
    """Whether it is part of the primary key."""
    references: str = ""
    """`table.column` where it is a foreign key."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index or a unique constraint; the one of the primary key is none."""

    columns: tuple[str, ...]
    """Names, or the text of an expression."""
    unique: bool
    where: str = ""
    """The condition of a partial one."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is another than when the check began."""

    kind: Literal["added", "changed", "removed"]
    row: tuple[str, ...]
    """As it is now, or was when it was removed."""
    before: tuple[str, ...] = ()
    """Of a changed one."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the rows of a table since the check began."""

    added: int
    changed: int
    removed: int
    rows: tuple[RowChange, ...]
    """The first of each kind."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its first rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each value as text."""
    count: int
    indexes: tuple[Index, ...] = ()
    is_new: bool = False
    """Whether it was not there when the check began."""
    changes: Changes | None = None
    """None where it is new, or too big to compare."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How many statements a piece of a check might send, and how many it sent."""

    limit: int
    sent: int
    why: str
    """What they were for."""
    lines: tuple[tuple[str, int], ...]
    """The lines of the answer that sent them, each with how many; most first."""


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """How the database would execute one statement of the answer."""

    sql: str
    steps: tuple[PlanStep, ...]
    full_scans: tuple[str, ...]
    sorts: bool


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan."""

    depth: int
    text: str
    rows: int | None = None
    """Rows expected (PostgreSQL)."""
    cost: float | None = None
    """The planner's own unit, everything below included (PostgreSQL)."""


def seen_from_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `CheckResult` that are made of what is defined here; absent ones are empty.

    Args:
        data: of a check, as JSON.
    """
    return {
        "steps": tuple(Step(**step) for step in data.get("steps", ())),
        "tables": tuple(map(table_from_json, data.get("tables", ()))),
        "plans": tuple(map(_plan_from_json, data.get("plans", ()))),
        "budgets": tuple(map(_budget_from_json, data.get("budgets", ()))),
        "charts": tuple(map(_chart_from_json, data.get("charts", ()))),
    }


def table_from_json(data: Mapping[str, Any]) -> Table:
    """Read a table back from JSON."""
    changes = data.get("changes")
    return Table(
        name=str(data["name"]),
        columns=tuple(Column(**column) for column in data["columns"]),
        rows=tuple(map(_texts, data["rows"])),
        count=int(data["count"]),
        indexes=tuple(
            Index(_texts(index["columns"]), bool(index["unique"]), str(index["where"]))
            for index in data.get("indexes", ())
        ),
        is_new=bool(data.get("is_new", False)),
        changes=None if changes is None else _changes_from_json(changes),
    )


def _changes_from_json(data: Mapping[str, Any]) -> Changes:
    return Changes(
        added=int(data["added"]),
        changed=int(data["changed"]),
        removed=int(data["removed"]),
        rows=tuple(
            RowChange(change["kind"], _texts(change["row"]), _texts(change["before"]))
            for change in data["rows"]
        ),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, values))


def _budget_from_json(data: Mapping[str, Any]) -> Budget:
    """Read a budget back from JSON."""
    return Budget(
        limit=int(data["limit"]),
        sent=int(data["sent"]),
        why=str(data["why"]),
        lines=tuple((str(line), int(count)) for line, count in data["lines"]),
    )


def _chart_from_json(data: Mapping[str, Any]) -> Chart:
    """Read a chart back from JSON."""
    return Chart(
        title=str(data["title"]),
        unit=str(data["unit"]),
        figures=tuple(Figure(**figure) for figure in data["figures"]),
    )


def _plan_from_json(data: Mapping[str, Any]) -> PlanSeen:
    """Read a plan back from JSON."""
    return PlanSeen(
        sql=str(data["sql"]),
        steps=tuple(PlanStep(**step) for step in data["steps"]),
        full_scans=_texts(data["full_scans"]),
        sorts=bool(data["sorts"]),
    )
