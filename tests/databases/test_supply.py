"""The supply of fresh databases: quick, private to each run, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psycopg2
import psycopg2.errors
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from runner import processes, sandbox
from runner.databases.cluster import Cluster
from runner.databases.kept import kept_database
from runner.databases.pool import OPENED_FROM
from runner.databases.postgres import PostgresSupply, scratch_postgres
from runner.errors import DrillError, SetupError, UsageError
from runner.model import Limits
from tests.others import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = """
import psycopg2

def seed(database):
    print("a print goes to the log")
    connection = psycopg2.connect(database.dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tasks (id int PRIMARY KEY, title text)")
        cursor.execute("INSERT INTO tasks SELECT n, 'VALUE' FROM generate_series(1, 100) n")
    connection.close()
"""


@contextlib.contextmanager
def supplying(checks: Path | None = None) -> Iterator[PostgresSupply]:
    """A supply that has dropped everything by the end of the block."""
    supply = PostgresSupply.start(checks)
    try:
        yield supply
    finally:
        supply.close(wait=True)


def ask(dsn: str, query: str) -> list[tuple[object, ...]]:
    """The rows of one query, committed."""
    connection = psycopg2.connect(dsn)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def ours(home: Path) -> set[str]:
    """The names of our databases and roles on the server."""
    with Cluster(home).using() as server:
        rows = ask(
            server.dsn,
            "SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles",
        )
    return {str(name) for (name,) in rows if str(name).startswith("drills_")}


def left(home: Path) -> set[str]:
    """What should not be there when no run is: neither a template nor kept for the learner."""
    return {name for name in ours(home) if re.match(r"drills_[0-9a-f]{8}_", name)}


def templates(home: Path) -> set[str]:
    """The cached templates."""
    return {name for name in ours(home) if name.startswith("drills_t_")}


def drop_templates(home: Path) -> None:
    """Drop them behind the back of whoever uses them."""
    with Cluster(home).using() as server:
        for name in templates(home):
            ask(server.dsn, f"DROP DATABASE {name}")


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    """The checks of a drill with a seed."""
    drill = tmp_path / "07_A Drill"
    drill.mkdir()
    (drill / "checks.py").write_text(SEED, encoding="utf-8")
    return drill / "checks.py"


def test_every_url_works_and_nothing_is_left(drills_home: Path) -> None:
    """psycopg2, SQLAlchemy and asyncpg reach the database; afterwards there is none."""

    async def asynchronous(url: str) -> object:
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            value = (await connection.execute(text("SELECT current_database()"))).scalar()
        await engine.dispose()
        return value

    with supplying() as supply:
        first, second = supply.take(), supply.take()
        assert first.name != second.name
        assert ask(first.dsn, "SELECT current_database(), current_user") == [(first.name,) * 2]
        engine = create_engine(first.url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE mine (id int)"))
        engine.dispose()
        assert asyncio.run(asynchronous(second.async_url)) == second.name
        assert ask(second.dsn, "SELECT to_regclass('mine')") == [(None,)]
        supply.give_back(first.name)
        third = supply.take()
        assert ask(
            third.dsn,
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()",
        ) == [("b", "C.UTF-8")]
    assert left(drills_home) == set()
    assert not Cluster(drills_home).status().running


def test_the_first_run_finds_a_database_for_each_check(drills_home: Path, checks: Path) -> None:
    """While the checks are being imported as many are made as there are, and two more."""
    with checks.open("a", encoding="utf-8") as module:
        module.writelines(f"\n\ndef test_{number}(database): ...\n" for number in range(3))
    with supplying(checks) as supply:
        wait_until(lambda: Cluster(drills_home).status().running, "no server")
        ready = {f"_{number}" for number in range(1, 6)}
        wait_until(
            lambda: {name[name.rindex("_") :] for name in left(drills_home)} == ready,
            "too few, or too many",
        )
        assert {name[name.rindex("_") :] for name in (supply.take().name for _ in ready)} == ready


def test_only_what_a_seed_made_has_a_visibility_map(drills_home: Path, checks: Path) -> None:
    """An index-only scan needs one; the system's own tables are copied faster without."""
    with supplying(checks) as supply:
        sizes = "SELECT pg_relation_size('tasks', 'vm') > 0, pg_relation_size('pg_class', 'vm')"
        assert ask(supply.take().dsn, sizes) == [(True, 0)]


def test_the_next_run_finds_what_it_takes(drills_home: Path) -> None:
    """Between runs what was given back goes, and as many are made as were taken, and two more."""
    with supplying() as supply:
        taken = {supply.take().name for _ in range(4)}
        for name in taken:
            supply.give_back(name)
        wait_until(lambda: len(left(drills_home) - taken) == 6, "too few, or too many")
        wait_until(lambda: not left(drills_home) & taken, "what was given back is still there")
        ready = left(drills_home)
        assert {supply.take().name for _ in range(6)} == ready


def test_answers_are_seen_one_by_one(drills_home: Path) -> None:
    """Two requests, two readable answers, also when both have arrived by the first read."""
    with supplying() as supply:
        supply.take()
        supply.request()
        supply.request()
        wait_until(
            lambda: supply._channel.recv(65536, socket.MSG_PEEK).count(b"\n") == 2, "no answers"
        )
        assert select.select([supply], [], [], 0)[0]
        first = supply.receive()
        assert select.select([supply], [], [], 0)[0]
        assert supply.receive().name != first.name
        assert not select.select([supply], [], [], 0)[0]


def test_a_role_has_its_own_database_and_nothing_else(drills_home: Path) -> None:
    """No other database, no superuser, no new roles or databases, no power over others."""
    with supplying() as supply, supplying() as other:
        mine, theirs = supply.take(), other.take()

        def refused(dsn: str, query: str = "SELECT 1") -> str:
            with pytest.raises(psycopg2.Error) as error:
                ask(dsn, query)
            return str(error.value)

        for database in (theirs.name, "postgres", "template1"):
            elsewhere = mine.dsn.replace(f"dbname='{mine.name}'", f"dbname='{database}'")
            assert "permission denied for database" in refused(elsewhere)
        assert "password authentication failed" in refused(
            mine.dsn.replace(f"user='{mine.name}'", "user='postgres'")
        )
        assert "permission denied" in refused(mine.dsn, "CREATE ROLE another")
        assert "permission denied" in refused(mine.dsn, "CREATE DATABASE another")
        assert "permission denied" in refused(mine.dsn, "SET ROLE drills_learner")
        assert "permission denied" in refused(mine.dsn, "SELECT * FROM pg_authid")
        assert "permission denied" in refused(mine.dsn, "COPY (SELECT 1) TO PROGRAM 'true'")
        assert "must be owner" in refused(mine.dsn, f"DROP DATABASE {theirs.name}")

        session = psycopg2.connect(theirs.dsn)
        with session.cursor() as cursor:
            cursor.execute("SELECT 'secret'")
        pid = session.info.backend_pid
        seen = ask(mine.dsn, f"SELECT query FROM pg_stat_activity WHERE pid = {pid}")
        assert seen == [("<insufficient privilege>",)]
        assert "permission denied" in refused(mine.dsn, f"SELECT pg_terminate_backend({pid})")
        session.close()


def test_a_seeded_template_is_cached_and_made_anew(drills_home: Path, checks: Path) -> None:
    """The copies have the rows and may be altered; a changed checks.py replaces the template."""

    with supplying(checks) as supply:
        grant = supply.take()
        assert ask(grant.dsn, "SELECT count(*), min(title) FROM tasks") == [(100, "VALUE")]
        assert ask(grant.dsn, "SELECT reltuples FROM pg_class WHERE relname = 'tasks'") == [(100,)]
        ask(grant.dsn, "ALTER TABLE tasks ADD COLUMN done boolean")
        ask(grant.dsn, "CREATE TABLE child (id int REFERENCES tasks ON DELETE CASCADE)")
        ask(grant.dsn, "INSERT INTO child VALUES (1); DELETE FROM tasks WHERE id = 1")
        assert ask(grant.dsn, "SELECT count(*) FROM child") == [(0,)]
        ask(grant.dsn, "DROP TABLE tasks CASCADE")
        again = supply.take()
        assert ask(again.dsn, "SELECT count(*) FROM tasks") == [(100,)]
        [template] = templates(drills_home)
        inside = grant.dsn.replace(f"dbname='{grant.name}'", f"dbname='{template}'")
        with pytest.raises(psycopg2.Error, match="not currently accepting connections"):
            ask(inside, "SELECT 1")
        with pytest.raises(psycopg2.Error, match="must be owner"):
            ask(grant.dsn, f"ALTER DATABASE {template} ALLOW_CONNECTIONS true")
    assert left(drills_home) == set()
    with supplying(checks) as supply:
        supply.take()
        assert templates(drills_home) == {template}
    checks.write_text(SEED.replace("VALUE", "NEW"), encoding="utf-8")
    with supplying(checks) as supply:
        assert ask(supply.take().dsn, "SELECT min(title) FROM tasks") == [("NEW",)]
        [new] = templates(drills_home)
        assert new != template


def test_a_template_that_vanishes_is_made_again(drills_home: Path, checks: Path) -> None:
    """Another checkout's checks.py may drop ours as stale."""
    with supplying(checks) as supply:
        supply.take()
        drop_templates(drills_home)
        for _ in range(5):
            assert ask(supply.take().dsn, "SELECT count(*) FROM tasks") == [(100,)]


def test_a_long_run_copies_one_that_was_opened(drills_home: Path, checks: Path) -> None:
    """Whatever is copied has the seed and nobody's changes, also when the template vanishes."""
    with supplying(checks) as supply:
        for number in range(2 * OPENED_FROM):
            grant = supply.take()
            assert ask(grant.dsn, "SELECT count(*), min(title) FROM tasks") == [(100, "VALUE")]
            ask(grant.dsn, "ALTER TABLE tasks ADD COLUMN done boolean; DROP TABLE tasks")
            supply.give_back(grant.name)
            if number < OPENED_FROM:
                with contextlib.suppress(psycopg2.errors.ObjectInUse):  # copied right now
                    drop_templates(drills_home)
    assert left(drills_home) == set()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("raise ValueError('no')", r"checks\.py:2: ValueError: no"),
        ("__import__('os')._exit(3)", r"ended its process on PostgreSQL, with exit code 3"),
    ],
)
def test_a_seed_that_fails_is_the_drills_fault(
    drills_home: Path, checks: Path, fault: str, told: str
) -> None:
    """The message has file and line, or how it ended, and the next take tries again."""
    checks.write_text(f"def seed(database):\n    {fault}\n", encoding="utf-8")
    with supplying(checks) as supply:
        with pytest.raises(DrillError, match=told):
            supply.take()
        checks.write_text(SEED, encoding="utf-8")
        supply.take()
    assert left(drills_home) == set()


def test_a_seed_that_hangs_ends_with_its_run(drills_home: Path, checks: Path) -> None:
    """Also when that is killed: no process, no database and no server is left."""
    seeding = checks.with_name("seeding")
    hang = f"open({str(seeding)!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)\n"
    checks.write_text(f"import os, time\ndef seed(database):\n    {hang}", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from runner.databases.postgres import PostgresSupply"
        "; PostgresSupply.start(Path(sys.argv[1])).take()"
    )
    run = subprocess.Popen([sys.executable, "-c", program, str(checks)])
    seed = int(wait_until(lambda: seeding.exists() and seeding.read_text(), "seeds"))
    run.kill()
    run.wait()
    cluster = Cluster(drills_home)
    wait_until(lambda: not cluster.status().running, "the server goes on")
    assert not processes.fields_of(seed)
    assert left(drills_home) == set()


def test_two_supplies_at_once_make_one_template(drills_home: Path, checks: Path) -> None:
    """They share the server and the template, and their names do not collide."""
    checks.write_text(SEED + "\nONE_MORE = 1\n", encoding="utf-8")
    supplies = [PostgresSupply.start(checks) for _ in range(3)]
    for supply in supplies:
        for _ in range(3):
            supply.request()
    grants = [supply.receive() for supply in supplies for _ in range(3)]
    assert len({grant.name for grant in grants}) == 9
    for grant in grants:
        assert ask(grant.dsn, "SELECT count(*) FROM tasks") == [(100,)]
    for supply in supplies:
        supply.close(wait=True)
    assert len(templates(drills_home)) == 1
    assert left(drills_home) == set()
    assert not Cluster(drills_home).status().running


def test_a_failing_checks_database_is_kept(drills_home: Path) -> None:
    """Under the drill's name, with its rows, in place of an older one; sessions notwithstanding."""

    def run_and_keep(value: int) -> None:
        with supplying() as supply:
            grant = supply.take()
            ask(grant.dsn, f"CREATE TABLE state AS SELECT {value} AS value")
            left_open = psycopg2.connect(grant.dsn)
            supply.give_back(grant.name, keep_as="03 Idempotent")
        left_open.close()

    missing = pytest.raises(UsageError, match="no database is kept of 03 Idempotent")
    with missing, kept_database("03 Idempotent"):
        pass
    for value in (1, 2):
        run_and_keep(value)
        with kept_database("03 Idempotent") as kept:
            assert ask(kept.dsn, "SELECT value FROM state") == [(value,)]
            ask(kept.dsn, "DROP TABLE state")
            listed = subprocess.run(
                [kept.psql, kept.dsn, "-XAtc", "SELECT current_user"],
                capture_output=True,
                text=True,
                check=True,
            )
            assert listed.stdout.startswith("drills_kept_03_idempotent")


def test_a_killed_parent_leaves_nothing(drills_home: Path) -> None:
    """The supply sees the end of its parent, though a forked child of that lives on."""
    program = (
        "import os, sys, time; from runner.databases.postgres import PostgresSupply\n"
        "supply = PostgresSupply.start(None); print(supply.take().name, flush=True)\n"
        "if os.fork() == 0: os.close(supply.fileno()); os.close(1); time.sleep(3); os._exit(0)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().startswith("drills_")
        parent.kill()
    wait_until(lambda: not Cluster(drills_home).status().running, "the server runs on")
    assert left(drills_home) == set()


def test_a_killed_supply_is_swept_by_the_next(drills_home: Path) -> None:
    """The next run drops what a dead one left, and leaves alone what a live one uses."""
    dead = PostgresSupply.start(None)
    orphan = dead.take()
    with supplying() as alive:
        used = alive.take()
        dead._process.kill()
        dead.close(wait=True)
        assert orphan.name in ours(drills_home)
        with supplying() as sweeper:
            sweeper.take()
            wait_until(lambda: orphan.name not in ours(drills_home), "it is still there")
        assert used.name in ours(drills_home)
        assert ask(used.dsn, "SELECT 1") == [(1,)]
    assert left(drills_home) == set()
    with pytest.raises(SetupError, match="the PostgreSQL supply has ended"):
        PostgresSupply.take(dead)


def test_a_killed_server_is_replaced_under_a_supply(drills_home: Path) -> None:
    """Also while the supply is idle, as under `drills watch`."""
    with supplying() as supply:
        supply.take()
        for _ in range(2):
            pid = Cluster(drills_home).status().pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            gone = {None, pid}
            wait_until(lambda gone=gone: Cluster(drills_home).status().pid not in gone, "down")
            assert ask(supply.take().dsn, "SELECT 1") == [(1,)]
    assert left(drills_home) == set()


def test_an_interrupt_is_not_for_the_supply(drills_home: Path) -> None:
    """Ctrl-C is the parent's business; the supply ends with it."""
    with supplying() as supply:
        supply.take()
        os.kill(supply._process.pid, signal.SIGINT)
        os.kill(supply._process.pid, signal.SIGHUP)
        assert supply.take().name


@pytest.mark.parametrize("superuser", [True, False])
def test_a_server_of_ones_own(
    drills_home: Path, checks: Path, monkeypatch: pytest.MonkeyPatch, superuser: bool
) -> None:
    """`DRILLS_POSTGRES_URL`, also with a role that may no more than make databases and roles."""
    other = drills_home / f"other{superuser}"
    other.mkdir(mode=0o711)
    with Cluster(other).using() as server:
        assert server.socket_dir is not None
        url = server.dsn
        if not superuser:
            ask(server.dsn, "CREATE ROLE teacher LOGIN CREATEDB CREATEROLE PASSWORD 'a b'")
            host = str(server.socket_dir).replace("/", "%2F").replace(" ", "%20")
            url = f"postgresql+psycopg2://teacher:a%20b@/postgres?host={host}&port=5432"
        monkeypatch.setenv("DRILLS_POSTGRES_URL", url)
        before = ask(server.dsn, "SELECT name, setting FROM pg_settings ORDER BY 1")
        with supplying(checks) as supply:
            grant = supply.take()
            assert ask(grant.dsn, "SELECT count(*) FROM tasks") == [(100,)]
            ask(grant.dsn, "ALTER TABLE tasks ADD COLUMN done boolean")
            supply.give_back(grant.name, keep_as="own")
            supply.give_back(supply.take().name)
        with kept_database("own") as kept:
            assert ask(kept.dsn, "SELECT done FROM tasks LIMIT 1") == [(None,)]
        assert left(other) == set()
        assert "drills_kept_own" in ours(other)
        assert ask(server.dsn, "SELECT name, setting FROM pg_settings ORDER BY 1") == before
    assert not Cluster(drills_home).status().running


def test_an_external_server_that_will_not_do_is_told(
    drills_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer, or no right to make databases."""

    def refusal() -> SetupError:
        with pytest.raises(SetupError) as error, supplying() as supply:
            supply.take()
        return error.value

    monkeypatch.setenv("DRILLS_POSTGRES_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert "DRILLS_POSTGRES_URL does not connect" in refusal().message
    assert "unset it" in refusal().mend
    with Cluster(drills_home).using() as server:
        ask(server.dsn, "CREATE ROLE poor LOGIN PASSWORD 'x'; GRANT CONNECT ON DATABASE postgres"
            " TO poor")  # fmt: skip
        monkeypatch.setenv(
            "DRILLS_POSTGRES_URL",
            f"host='{server.socket_dir}' user=poor password=x dbname=postgres",
        )
        assert "the role poor may not create databases and roles" in refusal().message
        ask(server.dsn, "DROP OWNED BY poor; DROP ROLE poor")


def test_a_childs_end_leaves_the_server_alone(drills_home: Path, tmp_path: Path) -> None:
    """Whoever started it has ended meanwhile, so that it is a child of ours now."""
    processes.adopt_orphans()
    starter = PostgresSupply.start(None)
    starter.take()
    with supplying() as supply:
        grant = supply.take()
        children = [
            sandbox.fork(lambda _: time.sleep(30), limits=Limits(), folder=tmp_path)
            for _ in range(2)
        ]
        starter.close(wait=True)
        pid = Cluster(drills_home).status().pid
        assert pid is not None
        assert pid in processes.own_children()
        children[0].end(beside=[children[1].pid])
        assert ask(grant.dsn, "SELECT 1") == [(1,)]
        assert Cluster(drills_home).status().pid == pid
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        children[1].end()
        assert pid not in processes.own_children()


def test_scratch_postgres(drills_home: Path) -> None:
    """A URL for a narrated solution; the database is gone when the block ends."""
    with scratch_postgres() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        engine.dispose()
    assert left(drills_home) == set()


def test_an_unusable_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the other process arrives as our own."""
    monkeypatch.setenv("DRILLS_HOME", "/proc/drills")
    monkeypatch.delenv("DRILLS_POSTGRES_URL", raising=False)
    with supplying() as supply, pytest.raises(SetupError, match="cannot make") as error:
        supply.take()
    assert "Set DRILLS_HOME" in error.value.mend
