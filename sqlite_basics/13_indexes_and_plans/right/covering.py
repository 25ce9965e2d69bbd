"""Indexes that hold all that the queries ask for, made by one script; with ANALYZE."""

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
        WHERE sold_at >= :day AND sold_at < date(:day, '1 days') ORDER BY sold_at, id
    """,
    "of_a_month": """
        SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
        WHERE sold_at BETWEEN :month || '-01' AND :month || '-31T23:59:59Z'
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
        WHERE lower(customer_email) = lower(:email) ORDER BY id
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
    """Ask for the plan."""
    return [
        PlanStep(id=row[0], parent=row[1], detail=row[-1])
        for row in conn.execute(f"EXPLAIN QUERY PLAN\n{sql}", params)
    ]


def create_indexes(conn: sqlite3.Connection) -> None:
    """Make wide indexes, and let SQLite count what is in them."""
    conn.executescript("""
        CREATE INDEX IF NOT EXISTS s1 ON sales (sold_at, id, amount_cents);
        CREATE INDEX IF NOT EXISTS s2 ON sales (category, sold_at, id, amount_cents);
        CREATE INDEX IF NOT EXISTS s3 ON sales (sold_at, id, customer_email)
            WHERE shipped_at IS NULL;
        CREATE INDEX IF NOT EXISTS s4 ON sales (lower(customer_email));
        ANALYZE;
    """)
    conn.commit()
