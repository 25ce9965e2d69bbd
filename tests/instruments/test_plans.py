"""Plans of both databases, through every kind of connection."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, func, insert, select, text
from sqlalchemy.orm import Session

from runner.instruments.plans import explain

if TYPE_CHECKING:
    from runner.databases.database import Database
    from runner.instruments.sqllog import SqlLog

items = Table(
    "items",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, index=True),
    Column("price", Integer),
)


@pytest.fixture(params=["sqlite", "postgres"])
def shop(request: pytest.FixtureRequest) -> Database:
    """Five thousand items in either database."""
    database: Database = request.getfixturevalue(request.param)
    with database.engine().begin() as connection:
        items.metadata.create_all(connection)
        connection.execute(insert(items), [{"name": f"n{i}", "price": i} for i in range(5000)])
    with database.observer() as observer:
        observer.cursor().execute("ANALYZE")
    return database


def _by_name(database: Database) -> tuple[str, Any]:
    place = "?" if database.kind == "sqlite" else "%s"
    return f"SELECT * FROM items WHERE name = {place}", ("n7",)


def test_an_index_and_a_full_scan_are_told_apart(shop: Database) -> None:
    """A search by an indexed column uses its index, one by another column reads the table."""
    indexed = explain(shop, *_by_name(shop))
    assert indexed.uses_index("ix_items_name")
    assert not indexed.uses_index("ix_items")
    assert indexed.full_scans == []
    scan = explain(shop, "SELECT * FROM items WHERE price = 7")
    assert not scan.uses_index("ix_items_name")
    assert scan.full_scans == ["items"]
    if shop.kind == "postgres":
        assert (indexed.rows_read, scan.rows_read) == (1, 5000)
    else:
        assert indexed.rows_read is scan.rows_read is None


def test_a_sort_is_told_from_an_indexs_order(shop: Database) -> None:
    """ORDER BY an indexed column with a limit needs no sort."""
    assert not explain(shop, "SELECT name FROM items ORDER BY name LIMIT 5").sorts
    assert explain(shop, "SELECT price FROM items ORDER BY price LIMIT 5").sorts


def test_an_alias_is_resolved(shop: Database) -> None:
    """The table is named, whatever the statement calls it."""
    assert explain(shop, "SELECT * FROM items AS i WHERE i.price = 1").full_scans == ["items"]


def test_takes_every_kind_of_connection(shop: Database) -> None:
    """Engine, Connection, Session, driver connection and Database give the same plan."""
    engine = shop.engine()
    construct = select(items).where(items.c.name.in_(["n7"]))
    with engine.connect() as connection, Session(engine) as session:
        plans = [
            explain(engine, construct),
            explain(connection, construct),
            explain(session, construct),
            explain(session, "SELECT * FROM items WHERE name = :name", {"name": "n7"}),
            explain(connection, text("SELECT * FROM items WHERE name = :name"), {"name": "n7"}),
            explain(connection.connection.driver_connection, *_by_name(shop)),
            explain(shop, construct),
            explain(shop, *_by_name(shop)),
        ]
    assert [plan.uses_index("ix_items_name") for plan in plans] == [True] * len(plans)


def test_changes_nothing(shop: Database) -> None:
    """Explaining a DELETE deletes nothing and disturbs no open transaction."""
    engine = shop.engine()
    with Session(engine) as session:
        session.execute(delete(items).where(items.c.id == 1))
        plan = explain(session, delete(items).where(items.c.price > 10))
        assert plan.nodes
        assert session.scalar(select(func.count()).select_from(items)) == 4999
        session.commit()
    explain(shop, "DELETE FROM items")
    explain(engine, delete(items))
    assert shop.rows("SELECT count(*) FROM items") == [(4999,)]


def test_stands_in_no_log(log: SqlLog, shop: Database) -> None:
    """Explaining costs the answer no statement."""
    with shop.engine().connect() as connection, log.record() as record:
        explain(connection, select(items))
    assert record.count == 0


def test_a_percent_sign_is_not_a_placeholder(postgres: Database) -> None:
    """LIKE patterns stay as they are."""
    with postgres.engine().connect() as connection:
        plan = explain(connection, text("SELECT 1 FROM pg_class WHERE relname LIKE 'a%'"))
        assert "%%" not in plan.text
    explain(postgres, "SELECT 1 FROM pg_class WHERE relname LIKE 'a%'")


def test_leaves_psycopg2_as_it_was(postgres: Database) -> None:
    """No transaction stays open, also after a wrong statement."""
    import psycopg2

    connection = psycopg2.connect(postgres.dsn)
    for autocommit in (False, True):
        connection.autocommit = autocommit
        explain(connection, "SELECT 1")
        with pytest.raises(psycopg2.Error):
            explain(connection, "SELEC")
        assert connection.info.transaction_status == 0
    connection.close()


def test_refuses_what_it_cannot_explain() -> None:
    """A connection of another driver is named, not half understood."""

    class Other:
        pass

    with pytest.raises(TypeError, match="not Other"):
        explain(Other(), "SELECT 1")


def test_reads_the_whole_of_a_sqlite_join() -> None:
    """Each table of a join shows how it is read."""
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id)")
    plan = explain(connection, "SELECT * FROM b JOIN a ON a.id = b.a_id")
    connection.close()
    assert [(n.kind, n.table) for n in plan.nodes] == [("SCAN", "b"), ("SEARCH", "a")]
    assert plan.full_scans == ["b"]


@pytest.mark.parametrize(
    ("statement", "scanned"),
    [
        ("WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 9) TABLE", []),
        ("WITH m AS MATERIALIZED (SELECT a_id FROM b) SELECT * FROM m AS o JOIN m ON 1", ["b"]),
        ("SELECT * FROM words WHERE words MATCH 'x'", []),
        ("SELECT * FROM (VALUES (1), (2))", []),
        ("SELECT * FROM (SELECT DISTINCT a_id FROM b LIMIT 3)", ["b"]),
        ("SELECT id FROM indexed ORDER BY x", []),
        ("SELECT * FROM shown", ["b"]),
    ],
)
def test_only_tables_count_as_scanned_on_sqlite(statement: str, scanned: list[str]) -> None:
    """Not what a statement makes for itself, and no virtual table."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE b (a_id); CREATE TABLE indexed (id INTEGER PRIMARY KEY, x);"
        "CREATE INDEX ix ON indexed (x); CREATE VIRTUAL TABLE words USING fts5(word);"
        "CREATE VIEW shown AS SELECT * FROM b AS other WHERE other.a_id > 1"
    )
    plan = explain(connection, statement.replace("TABLE", "SELECT * FROM n"))
    connection.close()
    assert [table.replace("other", "b") for table in plan.full_scans] == scanned
