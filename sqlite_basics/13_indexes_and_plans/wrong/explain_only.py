"""Thinks that EXPLAIN and EXPLAIN QUERY PLAN are the same."""

from typing import Any

from solution import *

FAILS = "plan_gives_the_steps"
SAYS = "these are not the steps"


def plan(conn: sqlite3.Connection, sql: str, params: Any = ()) -> list[PlanStep]:
    """Give the program of SQLite's machine."""
    with conn:
        rows = conn.execute(f"EXPLAIN {sql}", params).fetchall()
    return [PlanStep(row[0], 0, row[1]) for row in rows]
