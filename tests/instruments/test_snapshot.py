"""A snapshot shows tables with their keys and indexes, and what has changed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runner.databases.database import Database
from runner.instruments.snapshot import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from runner.databases.postgres import PostgresSupply
    from runner.seen import Changes

SCHEMA = """
    CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE books (
        id INTEGER PRIMARY KEY,
        author_id INTEGER NOT NULL REFERENCES authors (id),
        isbn TEXT UNIQUE,
        year INTEGER
    );
    CREATE INDEX ix_year ON books (year) WHERE year > 2000;
    CREATE TABLE notes (body TEXT);
    INSERT INTO authors VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cy');
    INSERT INTO notes VALUES ('a'), ('a'), ('b');
"""
CHANGED = """
    UPDATE authors SET name = 'Anna' WHERE id = 1;
    DELETE FROM authors WHERE id = 2;
    INSERT INTO authors VALUES (4, 'Dee');
    INSERT INTO notes VALUES ('c');
    DELETE FROM notes WHERE body = 'b';
    CREATE TABLE more (id INTEGER);
"""


def _send(database: Database, script: str) -> None:
    with database.observer() as connection:
        if database.kind == "sqlite":
            connection.executescript(script)
        else:
            connection.cursor().execute(script)


@pytest.fixture(params=["sqlite", "postgres"])
def pair(
    request: pytest.FixtureRequest, tmp_path: Path, supply: PostgresSupply
) -> tuple[Database, Database]:
    """Two databases of one kind with the same schema and rows."""
    found = []
    for name in ("begun", "now"):
        if request.param == "sqlite":
            database = Database.sqlite(tmp_path / f"{name}.db")
        else:
            grant = supply.take()
            database = Database.postgres(grant.url, grant.async_url, grant.dsn)
        _send(database, SCHEMA)
        found.append(database)
    return found[0], found[1]


def _told(changes: Changes | None) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    assert changes is not None
    return [(each.kind, each.row, each.before) for each in changes.rows]


def test_shows_columns_keys_and_indexes(pair: tuple[Database, Database]) -> None:
    """Types, references, and the indexes without that of the primary key."""
    authors, books, notes = tables_of(pair[0])
    assert (authors.name, authors.count, notes.indexes) == ("authors", 3, ())
    assert [c.name for c in books.columns if c.references == "authors.id"] == ["author_id"]
    unique, partial = sorted(books.indexes, key=lambda index: not index.unique)
    assert (unique.columns, unique.unique, unique.where) == (("isbn",), True, "")
    assert (partial.columns, partial.unique) == (("year",), False)
    assert "year > 2000" in partial.where


def test_tells_what_has_changed(pair: tuple[Database, Database]) -> None:
    """By the key where there is one, else by the values; a new table is only told to be new."""
    begun, now = pair
    _send(now, CHANGED)
    authors, books, more, notes = tables_of(now, begun)
    assert _told(authors.changes) == [
        ("added", ("4", "Dee"), ()),
        ("changed", ("1", "Anna"), ("1", "Ann")),
        ("removed", ("2", "Bob"), ()),
    ]
    assert books.changes is not None
    assert books.changes.rows == ()
    assert _told(notes.changes) == [("added", ("c",), ()), ("removed", ("b",), ())]
    assert (more.is_new, more.changes, notes.is_new) == (True, None, False)


def test_columns_that_came_and_went_change_no_row(pair: tuple[Database, Database]) -> None:
    """Rows are compared by the columns that both have."""
    begun, now = pair
    _send(now, "ALTER TABLE authors ADD COLUMN born INTEGER; ALTER TABLE notes ADD COLUMN x TEXT;")
    _send(now, "UPDATE authors SET born = 1900; UPDATE authors SET name = 'B' WHERE id = 2;")
    authors, _, notes = tables_of(now, begun)
    assert _told(authors.changes) == [("changed", ("2", "B", "1900"), ("2", "Bob", ""))]
    assert _told(notes.changes) == []


def test_what_is_not_committed_is_not_there(pair: tuple[Database, Database]) -> None:
    """The snapshot looks from outside, and does not wait."""
    begun, now = pair
    with now.observer() as writer:
        cursor = writer.cursor()
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO notes VALUES ('unseen')")
        notes = tables_of(now, begun)[-1]
        cursor.execute("ROLLBACK")
    assert (notes.count, _told(notes.changes)) == (3, [])


def test_a_big_table_is_not_compared(pair: tuple[Database, Database]) -> None:
    """To read all of it would take longer than the check."""
    begun, now = pair
    rows = ", ".join(f"({number}, 'x')" for number in range(10, 2_100))
    _send(now, f"INSERT INTO authors VALUES {rows}")
    authors = tables_of(now, begun)[0]
    assert (authors.count, len(authors.rows), authors.changes) == (2_093, 10, None)


def test_one_table_and_a_number_of_rows(pair: tuple[Database, Database]) -> None:
    """As `drills data --table --rows` asks for it."""
    (notes,) = tables_of(pair[0], only="notes", rows=2)
    assert (notes.rows, notes.count) == ((("a",), ("a",)), 3)
    assert tables_of(pair[0], only='no "such" table') == ()


def test_shows_what_sqlite_takes_and_people_do_not_expect(tmp_path: Path) -> None:
    """Generated columns, keys referred to without a name, texts that are none, escapes."""
    database = Database.sqlite(tmp_path / "odd.db")
    script = """
        CREATE TABLE parts (code TEXT PRIMARY KEY, price INT, twice INT AS (price * 2) STORED);
        CREATE TABLE uses (part REFERENCES parts, text TEXT);
        INSERT INTO parts VALUES ('x', 21);
        INSERT INTO uses VALUES ('x', CAST(X'41FF' AS TEXT)), ('x', char(27) || '[2J');
    """
    _send(database, script)
    parts, uses = tables_of(database)
    assert [column.name for column in parts.columns] == ["code", "price", "twice"]
    assert parts.rows == (("x", "21", "42"),)
    assert uses.columns[0].references == "parts.code"
    assert [text for _, text in uses.rows] == ["A\ufffd", "\\x1b[2J"]
