"""The gradebook: the same on SQLite and on a real PostgreSQL, with any number of graders."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, make_url, text

from runner.catalog import REPOSITORY
from runner.classroom.gradebook import Gradebook
from runner.classroom.marks import GRADEBOOK_URL, Kept, Key
from runner.databases.postgres import scratch_postgres
from runner.errors import SetupError, UsageError
from runner.learner.attempts import HEAD
from runner.model import CheckResult, Statement, Verdict

KEY = Key("learner_01", "basics/01_sum", "a" * 16, "d" * 16)
VERDICT = Verdict(
    "basics/01_sum",
    "learner_01/basics/01_sum",
    "failed",
    (
        CheckResult("adds", "It adds", 1, "passed", duration_ms=1.5),
        CheckResult("many", "It adds many", 2, "failed", message="1 is 2", sql=(Statement("S"),)),
    ),
    duration_ms=12.5,
)
KEPT = Kept(VERDICT, (1.0, 2.0))

Rows = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The URL of an empty database, which `DRILLS_GRADEBOOK_URL` names where it is a server's."""
    monkeypatch.delenv("DRILLS_POSTGRES_URL", raising=False)
    monkeypatch.delenv(GRADEBOOK_URL, raising=False)
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'progress.db'}"
        return
    with scratch_postgres() as url:
        monkeypatch.setenv(GRADEBOOK_URL, url)
        yield url


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that `DRILLS_GRADEBOOK_URL` names."""
    monkeypatch.delenv("DRILLS_POSTGRES_URL", raising=False)
    with scratch_postgres() as url:
        monkeypatch.setenv(GRADEBOOK_URL, url)
        yield url


@pytest.fixture
def open_book(tmp_path: Path) -> Callable[[], Gradebook]:
    """Open the gradebook, as one grader does."""

    def book() -> Gradebook:
        book = Gradebook(tmp_path / "progress.db")
        book.open()
        return book

    return book


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a statement gives through a connection of the test's own; it is committed."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(parsed.database or "")) as connection:
            return connection.execute(query).fetchall()
    with closing(
        psycopg2.connect(
            dbname=parsed.database,
            user=parsed.username,
            password=parsed.password,
            host=str(parsed.query["host"]),
            port=str(parsed.query["port"]),
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []


def test_what_is_kept_is_known(database_url: str, open_book: Callable[[], Gradebook]) -> None:
    """A mark comes back whole to the next grader; a row of the table says what it is."""
    open_book().keep(KEY, KEPT)
    assert open_book().known([KEY]) == {KEY: KEPT}
    found = rows(database_url, "SELECT learner, drill, status, points, max_points FROM marks")
    assert found == [("learner_01", "basics/01_sum", "failed", 1.0, 2.0)]


@pytest.mark.parametrize("part", ["learner", "drill", "answer_digest", "drill_digest"])
def test_another_answer_or_drill_is_not_known(
    database_url: str, open_book: Callable[[], Gradebook], part: str
) -> None:
    """What changed in any part of the key has to be checked anew, and takes nothing away."""
    assert database_url
    book = open_book()
    book.keep(KEY, KEPT)
    other = replace(KEY, **{part: "another"})
    assert book.known([other]) == {}
    passed = Kept(VERDICT._replace(status="passed"), (2.0, 2.0))
    book.keep(other, passed)
    assert book.known([KEY, other]) == {KEY: KEPT, other: passed}


def test_a_new_mark_takes_the_place_of_the_old(
    database_url: str, open_book: Callable[[], Gradebook]
) -> None:
    """There is one row per answer and drill; the last writer wins."""
    book = open_book()
    book.keep(KEY, KEPT)
    [(before,)] = rows(database_url, "SELECT marked_at FROM marks")
    passed = Kept(VERDICT._replace(status="passed"), (2.0, 2.0))
    book.keep(KEY, passed)
    assert book.known([KEY]) == {KEY: passed}
    [(status, after)] = rows(database_url, "SELECT status, marked_at FROM marks")
    assert status == "passed"
    assert after > before


def test_odd_text_is_kept(database_url: str, open_book: Callable[[], Gradebook]) -> None:
    """What an answer prints is no reason to lose its mark: NUL, half a character, emoji."""
    assert database_url
    odd = "\x00 \ud800 \udcff 🌱 'quoted' \\ %s ؏"
    verdict = VERDICT._replace(message=odd)
    book = open_book()
    for learner in ("Zoë O'Neill 🌱 %s", "\\xff" * 255):
        key = replace(KEY, learner=learner)
        book.keep(key, Kept(verdict, (0.0, 2.0)))
        assert book.known([key])[key].verdict.message == odd


def test_a_large_class_is_looked_up_at_once(
    database_url: str, open_book: Callable[[], Gradebook]
) -> None:
    """Databases bound the parameters of a statement; a class is larger."""
    assert database_url
    book = open_book()
    book.keep(KEY, KEPT)
    absent = [replace(KEY, learner=f"learner_{number:05}") for number in range(2, 12_000)]
    assert book.known([*absent, KEY]) == {KEY: KEPT}


GRADER = """
import sys
from pathlib import Path
from tests.test_gradebook import KEY, KEPT
from dataclasses import replace
from runner.classroom.gradebook import Gradebook

print("ready", flush=True)
sys.stdin.readline()
book = Gradebook(Path(sys.argv[1]))
for number in range(20):
    book.keep(replace(KEY, learner=f"learner_{number:02}"), KEPT)
"""


def test_graders_that_begin_together(database_url: str, tmp_path: Path) -> None:
    """Of several graders that meet an empty database one makes the tables, and none fails."""
    graders = [
        subprocess.Popen(
            [sys.executable, "-c", GRADER, str(tmp_path / "progress.db")],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for grader in graders:
        assert grader.stdout
        assert grader.stdout.readline() == "ready\n"
    for grader in graders:
        assert grader.stdin
        grader.stdin.write("go\n")
        grader.stdin.flush()
    for grader in graders:
        errors = grader.communicate(timeout=60)[1]
        assert grader.returncode == 0, errors
    assert rows(database_url, "SELECT count(*), count(DISTINCT learner) FROM marks") == [(20, 20)]
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def migrations(connection: Any) -> Config:
    """Alembic's configuration for a connection of the test's own."""
    config = Config(REPOSITORY / "alembic.ini")
    config.attributes["connection"] = connection
    return config


def test_models_and_migrations_agree_on_postgresql(
    server: str, open_book: Callable[[], Gradebook]
) -> None:
    """`alembic check` finds nothing to do there either, and the way back is clean."""
    open_book()
    engine = create_engine(server)
    with engine.connect() as connection:
        command.check(migrations(connection))
        command.downgrade(migrations(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_an_older_server_is_upgraded(server: str, open_book: Callable[[], Gradebook]) -> None:
    """A gradebook of an older revision gets the new tables and keeps its rows."""
    engine = create_engine(server)
    with engine.begin() as connection:
        command.upgrade(migrations(connection), "0003")
        connection.execute(text("INSERT INTO reviews (drill, begun_at) VALUES ('x', now())"))
    engine.dispose()
    open_book()
    assert rows(server, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert rows(server, "SELECT drill FROM reviews") == [("x",)]


@pytest.mark.parametrize("revision", [None, "0003", HEAD, "a1b2c3"])
def test_a_foreign_database_is_left_alone(
    server: str, open_book: Callable[[], Gradebook], revision: str | None
) -> None:
    """Tables of somebody else are never built upon, also where their history has our numbers."""
    rows(server, "CREATE TABLE recipes (id int)")
    if revision is not None:
        rows(server, "CREATE TABLE alembic_version (version_num varchar(32))")
        rows(server, f"INSERT INTO alembic_version VALUES ('{revision}')")
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    before = rows(server, tables)
    with pytest.raises(SetupError, match="found another one with the table recipes") as caught:
        open_book()
    assert GRADEBOOK_URL in caught.value.mend
    assert (make_url(server).password or "none") not in caught.value.message
    assert rows(server, tables) == before


def test_a_newer_server_is_left_alone(server: str, open_book: Callable[[], Gradebook]) -> None:
    """A revision that this version does not know is named."""
    open_book()
    rows(server, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(SetupError, match=r"newer version of drills \(revision 0999"):
        open_book()


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ("marks", UsageError, "is no URL"),
        ("sqlite:///marks.db", UsageError, "must begin with postgresql://, found sqlite://"),
        ("postgresql://me:secret@127.0.0.1:1/marks", SetupError, "Connection refused"),
    ],
)
def test_a_server_that_is_none(
    monkeypatch: pytest.MonkeyPatch,
    open_book: Callable[[], Gradebook],
    given: str,
    kind: type[Exception],
    said: str,
) -> None:
    """One clear line says what is wrong with `DRILLS_GRADEBOOK_URL`, and no password."""
    monkeypatch.setenv(GRADEBOOK_URL, given)
    with pytest.raises(kind, match=said) as caught:
        open_book()
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_goes_away(server: str, open_book: Callable[[], Gradebook]) -> None:
    """Where the tables are gone in the middle, that is one line too."""
    book = open_book()
    rows(server, "DROP TABLE marks")
    with pytest.raises(SetupError, match="the gradebook cannot be used"):
        book.keep(KEY, KEPT)
