"""Read query plans, and make five slow queries fast with few indexes."""

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
"""The table that is there.  Given: it stays as it is."""

# TODO tasks 2 and 4: rewrite the ones that no index can serve. Names, parameters and rows stay.
QUERIES: dict[str, str] = {
    # :day is a date such as 2026-03-14
    "of_a_day": """
        SELECT id, amount_cents FROM sales
        WHERE date(sold_at) = :day ORDER BY sold_at, id
    """,
    # :month is such as 2026-03
    "of_a_month": """
        SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
        WHERE sold_at LIKE '%' || :month || '%'
    """,
    "of_a_category": """
        SELECT id, sold_at, amount_cents FROM sales
        WHERE category = :category ORDER BY sold_at DESC, id DESC LIMIT 20
    """,
    "not_shipped": """
        SELECT id, customer_email, sold_at FROM sales
        WHERE coalesce(shipped_at, '') = '' ORDER BY sold_at, id
    """,
    # :email may have other capital letters than the customer's
    "of_a_customer": """
        SELECT id, sold_at, amount_cents FROM sales
        WHERE lower(customer_email) = lower(:email) ORDER BY id
    """,
}


@dataclass(frozen=True)
class PlanStep:
    """One line of a query plan.  Given."""

    id: int
    parent: int  # the id of the step that this one is a part of, 0 where there is none
    detail: str  # such as "SCAN sales"


def plan(
    conn: sqlite3.Connection, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()
) -> list[PlanStep]:
    """Ask SQLite how it would execute a statement, without executing it.

    Args:
        conn: An open connection with `autocommit=False`.
        sql: The statement.
        params: Its parameters.

    Returns:
        The steps, in SQLite's order.
    """
    # TODO task 1
    raise NotImplementedError


def create_indexes(conn: sqlite3.Connection) -> None:
    """Create the indexes that the five queries need, four at most, and save them.

    Called again, it changes nothing.

    Args:
        conn: An open connection with `autocommit=False`, to a database with the table `sales`.
    """
    # TODO task 2: for a range of times. Task 3: for a category in order of time.
    # TODO task 4: for the few that are not shipped. Task 5: for a customer.
    raise NotImplementedError
