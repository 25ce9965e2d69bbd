import itertools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from runner.api import Database, assert_same_rows, explain

TABLE = """
    CREATE TABLE sales (
        id INTEGER PRIMARY KEY, category TEXT NOT NULL, customer_email TEXT NOT NULL,
        sold_at TEXT NOT NULL, amount_cents INTEGER NOT NULL, shipped_at TEXT
        CHECK (shipped_at <> '')
    )
"""
SLOW = {
    "of_a_day": "SELECT id, amount_cents FROM sales WHERE date(sold_at) = :day"
    " ORDER BY sold_at, id",
    "of_a_month": "SELECT count(*) AS sales, sum(amount_cents) AS cents FROM sales"
    " WHERE sold_at LIKE '%' || :month || '%'",
    "of_a_category": "SELECT id, sold_at, amount_cents FROM sales WHERE category = :category"
    " ORDER BY sold_at DESC, id DESC LIMIT 20",
    "not_shipped": "SELECT id, customer_email, sold_at FROM sales"
    " WHERE coalesce(shipped_at, '') = '' ORDER BY sold_at, id",
    "of_a_customer": "SELECT id, sold_at, amount_cents FROM sales"
    " WHERE lower(customer_email) = lower(:email) ORDER BY id",
}
"""The queries as the learner gets them: what they find is right."""

# The edges of days, months and years, and names that are hard to compare.
EDGES = [
    ("tea", "o'brien@example.org", "2025-12-31T00:00:00Z", 1, None),
    ("tea", "O'BRIEN@EXAMPLE.org", "2025-12-31T23:59:59Z", 2, None),
    ("tea", "O'Brien@example.org", "2026-01-01T00:00:00Z", 4, None),
    ("rare", "zoë@example.org", "2024-02-29T23:59:59Z", 8, "2024-03-01T00:00:00Z"),
    ("rare", "ZOË@example.org", "2024-02-29T23:59:59Z", 16, "2024-03-01T00:00:00Z"),
    ("rare", "100%_@example.org", "2024-03-01T00:00:00Z", 32, None),
    ("rare", "", "2024-03-31T12:00:00Z", 64, None),
    ("Rare", "", "2024-03-31T12:00:00Z", 128, None),
]


def seed(database: Database) -> None:
    """Fill the table: 20,000 sales of 40 months, of which 1 in 100 is not shipped yet."""
    rng = random.Random(7)
    rows: list[tuple[str, str, str, int, str | None]] = []
    for _ in range(20_000):
        year, month = divmod(rng.randrange(40), 12)
        at = f"{2023 + year}-{month + 1:02}-{rng.randint(1, 28):02}"
        at += f"T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z"
        email = f"User{rng.randrange(5_000)}@Example.org"
        shipped = None if rng.randrange(100) == 0 else at
        rows.append(
            (rng.choice(["tea", "coffee", "cups"]), email, at, rng.randrange(9_999), shipped)
        )
    with closing(sqlite3.connect(database.path)) as conn, conn:
        conn.execute(TABLE)
        conn.executemany(
            "INSERT INTO sales (category, customer_email, sold_at, amount_cents, shipped_at)"
            " VALUES (?, ?, ?, ?, ?)",
            rows + EDGES,
        )


@pytest.fixture
def conn(database: Database) -> Iterator[sqlite3.Connection]:
    """A connection for the answer."""
    with closing(sqlite3.connect(database.path, autocommit=False)) as opened:
        yield opened


# ---- task 1: read a plan --------------------------------------------------------------------


@pytest.mark.task(1)
def test_plan_gives_the_steps(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """plan() gives id, parent and detail of each step of the query plan."""
    union = "SELECT id FROM sales WHERE id = ? UNION SELECT ? ORDER BY 1"
    for sql, params in (
        ("SELECT * FROM sales WHERE id = 1", ()),
        (SLOW["of_a_day"], {"day": "2025-12-31"}),
        (union, (1, "O'Brien")),
    ):
        got = answer.plan(conn, sql, params) if params else answer.plan(conn, sql)
        assert isinstance(got, list), f"plan() returned {type(got).__name__}: a list of PlanStep"
        assert all(isinstance(step, answer.PlanStep) for step in got), (
            f"plan() returned a list with {type(got[0]).__name__} in it: each step is a PlanStep"
        )
        with database.observer() as other:
            rows = other.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
        expected = [(step, parent, detail) for step, parent, _, detail in rows]
        assert [(step.id, step.parent, step.detail) for step in got] == expected, (
            "these are not the steps that EXPLAIN QUERY PLAN gives, in their order: "
            "its four columns are id, parent, one that is not used, and detail"
        )


@pytest.mark.task(1)
def test_plan_executes_nothing(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """plan() of a DELETE deletes nothing, also when it is committed afterwards."""
    before = database.rows("SELECT count(*) FROM sales")
    got = answer.plan(conn, "DELETE FROM sales WHERE category = ?", ("tea",))
    conn.commit()
    assert database.rows("SELECT count(*) FROM sales") == before, (
        "rows are gone after plan() of a DELETE: to ask for a plan is not to execute it"
    )
    assert got, "plan() returned no step for a DELETE: it has a plan, too"


# ---- tasks 2 to 5: the queries --------------------------------------------------------------


@pytest.mark.task(2)
def test_the_indexes_are_saved(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """Another connection sees the indexes, and creating them again changes nothing."""
    answer.create_indexes(conn)
    try:
        with closing(sqlite3.connect(database.path, timeout=0)) as other:
            other.execute("SELECT count(*) FROM pragma_index_list('sales')").fetchone()
    except sqlite3.OperationalError as error:
        raise AssertionError(
            f"another connection got “{error}” after create_indexes(): until it is committed, a "
            "change is private to its connection, and keeps the others out"
        ) from None
    first = _indexes(database)
    assert first, (
        "another connection sees no index of sales after create_indexes(): "
        "an index, too, is private to its connection until it is committed"
    )
    version = database.rows("PRAGMA schema_version")
    try:
        answer.create_indexes(conn)
    except sqlite3.OperationalError as error:
        raise AssertionError(
            f"create_indexes() a second time raised “{error}”: a program calls it at every start"
        ) from None
    assert _indexes(database) == first, "creating them again must change nothing"
    left_alone = database.rows("PRAGMA schema_version") == version
    assert left_alone, (
        "create_indexes() a second time dropped indexes and built them again: each start of the "
        "program then reads all sales, and keeps the others out meanwhile"
    )


@pytest.mark.task(2)
def test_the_sales_of_a_day(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """of_a_day finds a day's sales in order, and reads no others."""
    days = ["2025-12-31", "2026-01-01", "2024-02-29", "2024-02-28", "2024-03-01", "1999-01-01"]
    _require_fast(answer, conn, database, "of_a_day", *({"day": day} for day in days))


@pytest.mark.task(2)
def test_the_sales_of_a_month(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """of_a_month counts a month's sales, and reads no others."""
    months = ["2025-12", "2026-01", "2024-02", "2024-03", "2023-11", "1999-12"]
    _require_fast(answer, conn, database, "of_a_month", *({"month": month} for month in months))


@pytest.mark.task(3)
def test_the_last_sales_of_a_category(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """of_a_category reads the newest of a category in the index's order, and sorts nothing."""
    categories = ["tea", "rare", "Rare", "none"]
    _require_fast(
        answer, conn, database, "of_a_category", *({"category": name} for name in categories)
    )


@pytest.mark.task(4)
def test_what_is_not_shipped(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """not_shipped reads an index that holds only the few sales that are not shipped."""
    used = _require_fast(answer, conn, database, "not_shipped", {})
    partial = {row[1] for row in _indexes(database) if row[4]}
    assert used & partial, (
        f"not_shipped uses {', '.join(used)}, which holds all 20,000 sales: "
        "an index can hold only the rows that a condition picks"
    )


@pytest.mark.task(5)
def test_the_sales_of_a_customer(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """of_a_customer finds an address in any capital letters, and reads no others."""
    emails = ["o'brien@EXAMPLE.org", "USER17@example.org", "zoë@example.org", "100%_@example.org"]
    emails += ["", "nobody"]
    _require_fast(answer, conn, database, "of_a_customer", *({"email": email} for email in emails))


# ---- task 6: few indexes --------------------------------------------------------------------


@pytest.mark.task(6)
def test_no_index_is_superfluous(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """Each index serves one of the queries, and none is the beginning of another."""
    answer.create_indexes(conn)
    indexes = _indexes(database)
    assert indexes, "there are no indexes: the five queries need some"
    columns = {row[1]: _columns(database, row[1]) for row in indexes if not row[4]}
    for (one, first), (other, second) in itertools.permutations(columns.items(), 2):
        is_beginning = second[: len(first)] == first
        assert not is_beginning, (
            f"{one} is on ({', '.join(first)}), and {other} on ({', '.join(second)}): "
            "an index on (a, b) also serves what one on (a) serves"
        )
    with database.observer() as other:
        plans = [explain(other, sql, _example(sql)) for sql in answer.QUERIES.values()]
    unused = [row[1] for row in indexes if not any(plan.uses_index(row[1]) for plan in plans)]
    assert not unused, (
        f"no query uses {', '.join(unused)}: an index that nobody reads still has to be written "
        "with every row"
    )


@pytest.mark.task(6)
def test_four_indexes_are_enough(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """All five queries are fast with four indexes at most, and the table is as it was."""
    columns = "SELECT name, type, \"notnull\", pk FROM pragma_table_info('sales')"
    before = database.rows(columns)
    slow = {name: _steps(database, sql, _example(sql), name)[1] for name, sql in SLOW.items()}
    answer.create_indexes(conn)
    names = [row[1] for row in _indexes(database)]
    assert len(names) <= 4, (
        f"there are {len(names)} indexes ({', '.join(names)}), and 4 are enough: "
        "every INSERT has to write each of them"
    )
    assert set(answer.QUERIES) == set(SLOW), "QUERIES has the same five names as before"
    still = [
        name
        for name, sql in answer.QUERIES.items()
        if _steps(database, sql, _example(sql), name)[1] > slow[name] // 10
    ]
    assert not still, (
        f"{', '.join(still)} read too much with these {len(names)} indexes: all five are to be "
        "fast at the same time"
    )
    assert_same_rows(database.rows(columns), before, "the columns of sales must stay as they are")


# ---- helpers --------------------------------------------------------------------------------


def _require_fast(
    answer: Any, conn: sqlite3.Connection, database: Database, name: str, *params: dict[str, str]
) -> set[str]:
    """The query finds what it found before, with a tenth of the work; the indexes that it uses."""
    before = [_steps(database, SLOW[name], each, name) for each in params]
    answer.create_indexes(conn)
    assert name in answer.QUERIES, f"QUERIES has no {name}: its five names stay"
    sql = answer.QUERIES[name]
    used: set[str] = set()
    for each, (expected, slow) in zip(params, before, strict=True):
        got, quick = _steps(database, sql, each, name)
        given = ", ".join(f":{key} {value!r}" for key, value in each.items()) or "no parameter"
        assert_same_rows(
            got,
            expected,
            f"{name} with {given} no longer finds what it found before: it may be written in "
            "another way, and must find the same rows in the same order, which ORDER BY alone "
            "promises",
            ordered=True,
        )
        with database.observer() as other:
            plan = explain(other, sql, each)
        used |= {node.index for node in plan.nodes}
        shown = ", ".join(node.text for node in plan.nodes)
        # Steps of SQLite's machine, not milliseconds: they are the same on every computer.
        assert quick <= slow // 10, (
            f"{name} with {given} takes {quick:,} steps of SQLite's machine, and took {slow:,} "
            f"without an index (plan: {shown}): "
            "an index helps only where it leads to the rows that are asked for"
        )
        assert not plan.sorts, (
            f"{name} sorts (plan: {shown}): rows that an index gives in order need no sorting"
        )
    return used - {""}


def _steps(
    database: Database, sql: str, params: dict[str, str], name: str
) -> tuple[list[tuple[Any, ...]], int]:
    """The rows of a query, and how many steps SQLite's machine took for them."""
    count = 0

    def note() -> int:
        nonlocal count
        count += 50
        return 0

    with database.observer() as other:
        # Without ORDER BY any order is right; this makes SQLite take another one.
        other.execute("PRAGMA reverse_unordered_selects = ON")
        other.set_progress_handler(note, 50)
        try:
            rows = [tuple(row) for row in other.execute(sql, params)]
        except sqlite3.Error as error:
            raise AssertionError(
                f"{name} raised “{error}” with the parameters {params}: the names of the "
                "parameters stay, and the query is one SELECT"
            ) from None
        finally:
            other.set_progress_handler(None, 0)
    return rows, count


def _indexes(database: Database) -> list[tuple[Any, ...]]:
    """Number, name, unique, origin, partial of each index that somebody has created."""
    rows = database.rows("SELECT * FROM pragma_index_list('sales')")
    return [row for row in rows if row[3] == "c"]


def _columns(database: Database, index: str) -> list[str]:
    """What an index is on; an expression is named after its index."""
    rows = database.rows("SELECT name, coll FROM pragma_index_xinfo(?) WHERE key", index)
    return [
        (name or f"the expression of {index}") + ("" if coll == "BINARY" else f" COLLATE {coll}")
        for name, coll in rows
    ]


def _example(sql: str) -> dict[str, str]:
    every = {"day": "2025-12-31", "month": "2025-12", "category": "tea", "email": "nobody"}
    return {key: value for key, value in every.items() if f":{key}" in sql}
