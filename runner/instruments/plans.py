"""How a database executes a statement."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from runner.instruments.sqlstate import paused

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = ("Index Cond", "Recheck Cond", "Filter", "Sort Key")
_ANALYZE = "EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) "


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a plan."""

    kind: str
    """`"Seq Scan"`, `"Sort"` on PostgreSQL; `"SCAN"`, `"SEARCH"`, `"USE"` on SQLite."""
    depth: int
    table: str = ""
    index: str = ""
    rows_read: int | None = None
    """Rows the step took from a table or index, those it filtered out included."""
    text: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    """What PostgreSQL tells of the node, as it stands in the JSON."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one statement."""

    nodes: tuple[Node, ...]
    """All steps, outer before inner."""
    text: str

    def uses_index(self, name: str) -> bool:
        """Whether any step reads a certain index."""
        return any(node.index == name for node in self.nodes)

    @property
    def full_scans(self) -> list[str]:
        """The tables that are read whole and not through an index, in the order of the plan.

        An index that is read from one end to the other is none: with a LIMIT that may be right.
        """
        return [node.table for node in self.nodes if _is_full_scan(node)]

    @property
    def sorts(self) -> bool:
        """Whether rows are sorted by a step of their own, and not by the order of an index."""
        return any(
            node.kind in ("Sort", "Incremental Sort")
            or re.search(r"TEMP B-TREE FOR .*(ORDER|GROUP) BY", node.text)
            for node in self.nodes
        )

    @property
    def rows_read(self) -> int | None:
        """Rows read from tables and indexes in all; None on SQLite, which does not tell."""
        read = [node.rows_read for node in self.nodes if node.rows_read is not None]
        return sum(read) if read or any(node.details for node in self.nodes) else None

    def __str__(self) -> str:
        return self.text


def explain(connection: Any, statement: Any, parameters: Any = None) -> Plan:
    """Ask the database how it executes a statement.

    PostgreSQL executes it for that (`EXPLAIN ANALYZE`), inside a savepoint or transaction that
    is rolled back.  SQLite only plans it (`EXPLAIN QUERY PLAN`).  Nothing of it stands in the
    SQL log.

    Args:
        connection: A `sqlite3` or psycopg2 connection, a SQLAlchemy `Connection`, `Session` or
            `Engine`, or a `Database`.
        statement: Text in the driver's style (with SQLAlchemy: `text()` style), or a construct.
        parameters: Its parameters.

    Raises:
        TypeError: For a connection of another driver (asyncpg).
        Exception: The driver's own error, where the statement is wrong.
    """
    with paused():
        if hasattr(connection, "observer"):
            if isinstance(statement, str):
                with connection.observer() as observer:
                    return explain(observer, statement, parameters)
            connection = connection.engine()
        if hasattr(connection, "get_bind"):
            connection = connection.connection()
        if hasattr(connection, "exec_driver_sql"):
            return _with_sqlalchemy(connection, statement, parameters)
        if hasattr(connection, "dialect"):
            with connection.connect() as opened:
                return _with_sqlalchemy(opened, statement, parameters)
        return _with_driver(connection, statement, parameters)


def estimate(connection: Any, statement: str, parameters: Any = None) -> Plan:
    """How the database would execute a statement, without executing it.

    Args:
        connection: A `sqlite3` or psycopg2 connection.
        statement: Text in the driver's style, or with `$1` on psycopg2, for any values at all.
        parameters: Its parameters; ignored with `$1`.

    Raises:
        Exception: The driver's own error, where the statement is wrong.
    """
    import sqlite3

    if isinstance(connection, sqlite3.Connection):
        return _with_driver(connection, statement, parameters)
    generic = re.search(r"\$\d", statement) is not None
    with connection.cursor() as cursor:
        options = "GENERIC_PLAN, FORMAT JSON" if generic else "FORMAT JSON"
        cursor.execute(f"EXPLAIN ({options}) {statement}", None if generic else parameters)
        return _postgres_plan(cursor.fetchone()[0], executed=False)


def _with_driver(connection: Any, statement: str, parameters: Any) -> Plan:
    import sqlite3

    if not isinstance(connection, sqlite3.Connection) and not hasattr(connection, "info"):
        raise TypeError(
            f"explain knows sqlite3 and psycopg2 connections, not {type(connection).__name__}: "
            "pass the Database, or a synchronous engine"
        )
    cursor = connection.cursor()
    try:
        if isinstance(connection, sqlite3.Connection):
            rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters or ()).fetchall()
            tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
            known = [name for (name,) in cursor.execute(tables).fetchall()]
            return _sqlite_plan([tuple(row) for row in rows], statement, known)
        # None and not an empty set: else psycopg2 looks for placeholders in `LIKE 'a%'`.
        with _rolled_back(connection, cursor):
            cursor.execute(_ANALYZE + statement, parameters)
            return _postgres_plan(cursor.fetchone()[0])
    finally:
        cursor.close()


@contextmanager
def _rolled_back(connection: Any, cursor: Any) -> Iterator[None]:
    """Undo what EXPLAIN ANALYZE does, and leave the connection as it was."""
    from psycopg2.extensions import TRANSACTION_STATUS_IDLE

    if connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
        cursor.execute("SAVEPOINT drills_explain")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK TO SAVEPOINT drills_explain")
            cursor.execute("RELEASE SAVEPOINT drills_explain")
    elif connection.autocommit:
        cursor.execute("BEGIN")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
    else:
        try:
            yield
        finally:
            connection.rollback()


def _with_sqlalchemy(connection: Any, statement: Any, parameters: Any) -> Plan:
    from sqlalchemy import text

    construct = text(statement) if isinstance(statement, str) else statement
    compiled = construct.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    driver_connection = connection.connection.driver_connection
    return _with_driver(driver_connection, str(compiled), _driver_parameters(compiled, parameters))


def _driver_parameters(compiled: Any, parameters: Any) -> Any:
    """The values as the dialect hands them to the driver: converted, and in its order."""
    values = dict(compiled.construct_params(parameters))
    for name, process in compiled._bind_processors.items():
        if name in values and callable(process):
            values[name] = process(values[name])
    if compiled.positional:
        return tuple(values[name] for name in compiled.positiontup)
    return values


def _postgres_plan(result: Any, *, executed: bool = True) -> Plan:
    nodes: list[Node] = []

    def visit(node: dict[str, Any], depth: int) -> None:
        details = {key: value for key, value in node.items() if key != "Plans"}
        kind, table = node["Node Type"], node.get("Relation Name", "")
        index, read = node.get("Index Name", ""), _rows_read(node) if executed else None
        parts = [kind]
        parts += [f"using {index}"] if index else []
        parts += [f"on {table}"] if table else []
        parts += [f"{key}: {node[key]}" for key in _SHOWN if key in node]
        parts += [f"({read} rows read)"] if read is not None else []
        nodes.append(Node(kind, depth, table, index, read, " ".join(parts), details))
        for inner in node.get("Plans", ()):
            visit(inner, depth + 1)

    visit(result[0]["Plan"], 0)
    return Plan(tuple(nodes), "\n".join("  " * node.depth + node.text for node in nodes))


def _rows_read(node: dict[str, Any]) -> int | None:
    # A bitmap index scan only marks what the heap scan above it then reads.
    if "Scan" not in node["Node Type"] or "Relation Name" not in node:
        return None
    # The numbers are averages over the loops.
    removed = sum(value for key, value in node.items() if key.startswith("Rows Removed by"))
    return round((node.get("Actual Rows", 0) + removed) * node.get("Actual Loops", 1))


_SQLITE_STEP = re.compile(
    r"(?P<kind>SCAN|SEARCH) (?:TABLE )?(?P<table>\S+)(?: AS \S+)?"
    r"(?:.*?USING (?:(?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (?P<index>\S+)"
    r"|(?P<key>INTEGER PRIMARY KEY)))?"
)


_CTE = re.compile(
    r"\b(\w+)[\"`\]]?\s*(?:\([^()]*\))?\s*\bAS\s+(?:(?:NOT\s+)?MATERIALIZED\s*)?\(", re.IGNORECASE
)
_NO_TABLE = re.compile(r"SCAN (\d|CONSTANT\b|\(|.* VIRTUAL TABLE INDEX )")
"""`SCAN 2-ROW VALUES CLAUSE`, `SCAN (subquery-1)`; a virtual table reads in its own way."""


def _sqlite_plan(rows: list[tuple[Any, ...]], statement: str, tables: list[str]) -> Plan:
    ctes = set(_CTE.findall(statement))
    depths = {0: -1}
    nodes = []
    for identifier, parent, _, detail in rows:
        depth = depths[identifier] = depths.get(parent, -1) + 1
        match = _SQLITE_STEP.match(detail)
        if match:
            table = _behind_alias(match["table"], statement, [*tables, *ctes])
            table = "" if table in ctes or _NO_TABLE.match(detail) else table
            nodes.append(Node(match["kind"], depth, table, match["index"] or "", None, detail))
        else:
            nodes.append(Node(detail.split()[0], depth, text=detail))
    return Plan(tuple(nodes), "\n".join("  " * node.depth + node.text for node in nodes))


def _behind_alias(name: str, statement: str, tables: list[str]) -> str:
    """The table's own name: SQLite shows its alias where there is one."""
    if name in tables:
        return name
    for table in tables:
        alias = rf'\b{re.escape(table)}["`\]]?\s+(?:AS\s+)?["`\[]?{re.escape(name)}\b'
        if re.search(alias, statement, re.IGNORECASE):
            return table
    return name


def _is_full_scan(node: Node) -> bool:
    return node.kind == "Seq Scan" or (node.kind == "SCAN" and node.table != "" and not node.index)
