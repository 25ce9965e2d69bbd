"""Thinks that the third column of a plan is the detail."""

from typing import Any

from solution import *

FAILS = "plan_gives_the_steps"
SAYS = "these are not the steps"


def plan(conn: sqlite3.Connection, sql: str, params: Any = ()) -> list[PlanStep]:
    """Take the column that is not used."""
    with conn:
        rows = conn.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
    return [PlanStep(*row[:3]) for row in rows]
