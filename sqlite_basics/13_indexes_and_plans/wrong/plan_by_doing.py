"""Thinks that a statement must be executed to know its plan."""

from typing import Any

from solution import *

FAILS = "plan_executes_nothing"
SAYS = "to ask for a plan is not to execute it"


def plan(conn: sqlite3.Connection, sql: str, params: Any = ()) -> list[PlanStep]:
    """Execute it first."""
    conn.execute(sql, params).fetchall()
    rows = conn.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
    return [PlanStep(row[0], row[1], row[3]) for row in rows]
