"""Ranges made of texts, an index with a collation, and indexes that are read backwards."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = """
    CREATE TABLE sales (
        id             INTEGER PRIMARY KEY,
        category       TEXT NOT NULL,
        customer_email TEXT NOT NULL,
        sold_at        TEXT NOT NULL,               -- such as 2026-03-14T18:30:00Z
        amount_cents   INTEGER NOT NULL,
        shipped_at     TEXT CHECK (shipped_at <> '') -- NULL until the parcel has left
    )
"""

QUERIES: dict[str, str] = {
    # The column stands alone on its side: so an index on it can be searched.
    "of_a_day": """
        SELECT id, amount_cents FROM sales
        WHERE sold_at BETWEEN :day AND :day || 'T99' ORDER BY sold_at, id
    """,
    "of_a_month": """
        SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
        WHERE sold_at > :month AND sold_at < :month || '-99'
    """,
    "of_a_category": """
        SELECT id, sold_at, amount_cents FROM sales
        WHERE category = :category ORDER BY sold_at DESC, id DESC LIMIT 20
    """,
    "not_shipped": """
        SELECT id, customer_email, sold_at FROM sales
        WHERE shipped_at IS NULL ORDER BY sold_at, id
    """,
    "of_a_customer": """
        SELECT id, sold_at, amount_cents FROM sales
        WHERE customer_email = :email COLLATE NOCASE ORDER BY id
    """,
}


@dataclass(frozen=True)
class PlanStep:
    """One line of a query plan."""

    id: int
    parent: int  # the id of the step that this one is a part of, 0 where there is none
    detail: str  # such as "SCAN sales"


def plan(
    conn: sqlite3.Connection, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()
) -> list[PlanStep]:
    """Ask with a cursor whose rows are plain tuples."""
    cursor = conn.cursor()
    cursor.row_factory = None
    cursor.execute("explain query plan " + sql, params)
    steps = [PlanStep(row[0], row[1], row[3]) for row in cursor]
    conn.rollback()
    return steps


def create_indexes(conn: sqlite3.Connection) -> None:
    """Create what is missing."""
    rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
    there = {name for (name,) in rows}
    wanted = {
        "by_time": "sales (sold_at)",
        "by_category": "sales (category, sold_at DESC, id DESC)",
        "by_customer": "sales (customer_email COLLATE NOCASE)",
        "waiting": "sales (sold_at) WHERE shipped_at IS NULL",
    }
    for name, what in wanted.items():
        if name not in there:
            conn.execute(f"CREATE INDEX {name} ON {what}")
    conn.commit()
