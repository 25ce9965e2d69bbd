"""Read query plans, and make five slow queries fast with few indexes."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
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
        WHERE sold_at >= :day AND sold_at < date(:day, '+1 day') ORDER BY sold_at, id
    """,
    "of_a_month": """
        SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales
        WHERE sold_at >= :month AND sold_at < date(:month || '-01', '+1 month')
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

INDEXES = (
    "CREATE INDEX IF NOT EXISTS sales_sold_at ON sales (sold_at)",
    # What is compared with = comes first, what is sorted by comes after it.
    "CREATE INDEX IF NOT EXISTS sales_category ON sales (category, sold_at)",
    "CREATE INDEX IF NOT EXISTS sales_open ON sales (sold_at) WHERE shipped_at IS NULL",
    "CREATE INDEX IF NOT EXISTS sales_customer ON sales (lower(customer_email))",
)


@dataclass(frozen=True)
class PlanStep:
    """One line of a query plan."""

    id: int
    parent: int  # the id of the step that this one is a part of, 0 where there is none
    detail: str  # such as "SCAN sales"


def plan(
    conn: sqlite3.Connection, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()
) -> list[PlanStep]:
    """Ask SQLite how it would execute a statement, without executing it."""
    with conn:
        rows = conn.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
    return [PlanStep(step, parent, detail) for step, parent, _unused, detail in rows]


def create_indexes(conn: sqlite3.Connection) -> None:
    """Create the indexes that the five queries need, and save them."""
    with conn:
        for index in INDEXES:
            conn.execute(index)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------

SLOW_DAY = "SELECT id, amount_cents FROM sales WHERE date(sold_at) = :day ORDER BY sold_at, id"
PARAMS = {
    "day": "2025-03-14", "month": "2025-03", "category": "tea", "email": "user17@EXAMPLE.org"
}  # fmt: skip


def some_sales(count: int) -> list[tuple[str, str, str, int, str | None]]:
    """Invent sales of three years."""
    rng = random.Random(1)
    rows = []
    for _ in range(count):
        at = f"{rng.randint(2023, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        at += f"T{rng.randrange(24):02}:{rng.randrange(60):02}:00Z"
        email = f"User{rng.randrange(2_000)}@example.org"
        shipped = at if rng.random() > 0.01 else None
        rows.append((rng.choice(["tea", "coffee", "cups"]), email, at, 250, shipped))
    return rows


def main(path: Path) -> None:
    """Show the plan of a query that no index can serve, then of the five; and what they cost."""
    insert = (
        "INSERT INTO sales (category, customer_email, sold_at, amount_cents, shipped_at)"
        " VALUES (?, ?, ?, ?, ?)"
    )
    rows = some_sales(30_000)
    with closing(sqlite3.connect(path, autocommit=False)) as conn:
        conn.execute(SCHEMA)
        without = timed(lambda: conn.executemany(insert, rows))
        conn.commit()

        def show(what: str, sql: str) -> None:
            params = {key: value for key, value in PARAMS.items() if f":{key}" in sql}
            best = min(timed(lambda: conn.execute(sql, params).fetchall()) for _ in range(3))
            steps = ", ".join(step.detail for step in plan(conn, sql, params))
            print(f"   {what:14}{best * 1000:7.2f} ms  {steps}")

        print("The sales of a day, of 30,000 in all, as WHERE date(sold_at) = :day")
        show("no index", SLOW_DAY)
        create_indexes(conn)
        show("with indexes", SLOW_DAY)
        print("The column is inside a function, so the index on it cannot be searched.")
        print("The five, rewritten where needed:")
        for name, sql in QUERIES.items():
            show(name, sql)
        conn.execute("DELETE FROM sales")
        four = timed(lambda: conn.executemany(insert, rows))
        for column in ("amount_cents", "shipped_at", "category", "customer_email"):
            conn.execute(f"CREATE INDEX sales_{column}_too ON sales ({column})")
        conn.execute("DELETE FROM sales")
        eight = timed(lambda: conn.executemany(insert, rows))
        conn.rollback()
    print("And the price: to insert the 30,000 takes")
    print(f"   {without:.2f} s without an index, {four:.2f} s with 4, {eight:.2f} s with 8")


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "store.db")
