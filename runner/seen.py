"""What a check saw, for the views: steps of sessions, tables, plans.

Apart from `runner.model`, since listing drills needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


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
class Table:
    """A table with its first rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each value as text."""
    count: int


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


def table_from_json(data: Mapping[str, Any]) -> Table:
    """Read a table back from JSON."""
    return Table(
        name=str(data["name"]),
        columns=tuple(Column(**column) for column in data["columns"]),
        rows=tuple(tuple(map(str, row)) for row in data["rows"]),
        count=int(data["count"]),
    )


def plan_from_json(data: Mapping[str, Any]) -> PlanSeen:
    """Read a plan back from JSON."""
    return PlanSeen(
        sql=str(data["sql"]),
        steps=tuple(PlanStep(**step) for step in data["steps"]),
        full_scans=tuple(map(str, data["full_scans"])),
        sorts=bool(data["sorts"]),
    )
