"""The models, their migrations, and the upgrade of a learner's progress file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from runner import records
from runner.catalog import REPOSITORY
from runner.classroom import gradebook
from runner.errors import SetupError
from runner.learner import attempts, practices, quizzes

CONFIG = Config(REPOSITORY / "alembic.ini")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def progress(tmp_path: Path) -> Path:
    """The path of a progress file that does not exist yet."""
    return tmp_path / "my work" / "progress.db"


def alembic(*arguments: str, progress: Path) -> str:
    """Run the Alembic command as its user would: from the root of the repository."""
    done = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "DRILLS_WORK": str(progress.parent)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def query(progress: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of one query through a connection of the test's own."""
    with closing(sqlite3.connect(progress)) as connection:
        return connection.execute(sql).fetchall()


def execute(progress: Path, sql: str) -> None:
    """Change the file through a connection of the test's own."""
    with closing(sqlite3.connect(progress)) as connection:
        connection.execute(sql)
        connection.commit()


def attempt(**changes: object) -> records.Attempt:
    """A failed attempt with two checks."""
    values: dict[str, object] = {
        "drill": "level_up/01_x",
        "answer_digest": "a" * 16,
        "checks_digest": "c" * 16,
        "started_at": NOON,
        "duration_ms": 12.5,
        "status": "failed",
        "passed": False,
        "first_failed": "second",
    }
    return records.Attempt(
        **values | changes,
        checks=[
            records.CheckRecord(position=0, name="first", status="passed", duration_ms=1.5),
            records.CheckRecord(position=1, name="second", status="failed", duration_ms=2.5),
        ],
    )


def test_head_is_the_newest_migration() -> None:
    """The quick path knows the head of the migration scripts."""
    assert ScriptDirectory.from_config(CONFIG).get_current_head() == attempts.HEAD


def test_the_models_and_the_migrations_agree(progress: Path) -> None:
    """`alembic check` finds nothing that the models have and the migrations lack."""
    alembic("upgrade", "head", progress=progress)
    assert "No new upgrade operations" in alembic("check", progress=progress)
    assert f"{attempts.HEAD} (head)" in alembic("current", progress=progress)


def test_there_and_back_again(progress: Path) -> None:
    """Upgrade, downgrade and upgrade give the same tables, and nothing in between."""
    schema = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version' ORDER BY 2"
    alembic("upgrade", "head", progress=progress)
    first = query(progress, schema)
    alembic("downgrade", "base", progress=progress)
    assert [row[1] for row in query(progress, schema) if row[0] == "table"] == []
    alembic("upgrade", "head", progress=progress)
    assert query(progress, schema) == first


def test_a_new_file_is_as_the_migrations_make_it(progress: Path, tmp_path: Path) -> None:
    """The quick path makes the same tables, of the same revision, in a file of the same kind."""
    quick = tmp_path / "quick.db"
    attempts.Attempts(quick).hint_shown("a/01_drill", "check", 1)
    records.upgrade(progress)
    schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    made, wanted = (
        ";\n".join(" ".join(str(sql).split()) for (sql,) in query(file, schema))
        for file in (quick, progress)
    )
    assert made == wanted, "migrations/head.sql lacks what a migration does"
    for what in ("SELECT version_num FROM alembic_version", "PRAGMA application_id"):
        assert query(quick, what) == query(progress, what)


def test_a_missing_file_is_created_from_any_folder(
    progress: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upgrade finds its scripts whatever the current folder, and makes folders as needed."""
    monkeypatch.chdir(tmp_path)
    records.upgrade(progress)
    assert query(progress, "SELECT version_num FROM alembic_version") == [(attempts.HEAD,)]
    assert sorted(path.name for path in progress.parent.iterdir()) == ["progress.db"]


def test_an_attempt_goes_in_and_comes_out(progress: Path) -> None:
    """What is stored comes back, its moment aware and in UTC, its checks in order."""
    records.upgrade(progress)
    vienna = timezone(timedelta(hours=1))
    with Session(records.migration_engine(progress)) as session:
        session.add(attempt(started_at=NOON.astimezone(vienna)))
        session.commit()
        session.expire_all()
        found = session.scalars(select(records.Attempt)).one()
        assert found.started_at == NOON
        assert found.started_at.tzinfo is UTC
        assert [check.name for check in found.checks] == ["first", "second"]


def test_a_naive_moment_is_refused(progress: Path) -> None:
    """A datetime without a zone means no particular moment and is not stored."""
    records.upgrade(progress)
    with Session(records.migration_engine(progress)) as session:
        session.add(attempt(started_at=NOON.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="an aware datetime is needed"):
            session.flush()


def test_checks_go_with_their_attempt(progress: Path) -> None:
    """Deleting an attempt deletes its checks, in the database itself."""
    records.upgrade(progress)
    with Session(records.migration_engine(progress)) as session:
        session.add(attempt())
        session.commit()
    with closing(sqlite3.connect(progress)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("SELECT count(*) FROM attempt_checks").fetchone() == (2,)
        connection.execute("DELETE FROM attempts")
        assert connection.execute("SELECT count(*) FROM attempt_checks").fetchone() == (0,)


def test_a_pass_that_is_none_is_refused(progress: Path) -> None:
    """The database itself keeps `passed` and `status` in agreement."""
    records.upgrade(progress)
    with Session(records.migration_engine(progress)) as session:
        session.add(attempt(passed=True))
        with pytest.raises(StatementError, match="ck_attempts_passed_agrees_with_status"):
            session.flush()


def test_every_constraint_has_a_name() -> None:
    """Batch migrations lose what has no name, so nothing is without."""
    for table in records.Base.metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


@pytest.fixture
def with_next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of tomorrow: the same history and one revision more, `0005`."""
    repository = tmp_path / "repository"
    (repository / "migrations" / "versions").mkdir(parents=True)
    for file in (
        "alembic.ini",
        "migrations/env.py",
        "migrations/versions/0001_attempts.py",
        "migrations/versions/0002_reviews.py",
        "migrations/versions/0003_quizzes.py",
        "migrations/versions/0004_marks.py",
    ):
        (repository / file).write_text((REPOSITORY / file).read_text())
    script = repository / "migrations" / "versions" / "0005_next.py"
    script.write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision = '0005'\ndown_revision = '0004'\n\n\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('attempts', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('note', sa.String()))\n"
    )
    monkeypatch.setattr(records, "REPOSITORY", repository)
    return script


def test_an_older_file_is_backed_up_and_upgraded(
    progress: Path, request: pytest.FixtureRequest
) -> None:
    """An older file is copied beside itself first, then upgraded with all its rows."""
    records.upgrade(progress)
    with Session(records.migration_engine(progress)) as session:
        session.add(attempt())
        session.commit()
    request.getfixturevalue("with_next_revision")
    records.upgrade(progress)
    backup = progress.with_name("progress.backup-0004.db")
    assert query(backup, "SELECT version_num FROM alembic_version") == [("0004",)]
    assert query(progress, "SELECT version_num FROM alembic_version") == [("0005",)]
    for file in (backup, progress):
        assert query(file, "SELECT count(*) FROM attempts") == [(1,)]
        assert query(file, "SELECT count(*) FROM attempt_checks") == [(2,)]
    records.upgrade(progress)
    assert len(list(progress.parent.iterdir())) == 2


def test_an_upgrade_that_fails_changes_nothing(
    progress: Path, request: pytest.FixtureRequest
) -> None:
    """A migration that breaks half-way leaves the file as it was, and can be repeated."""
    records.upgrade(progress)
    script: Path = request.getfixturevalue("with_next_revision")
    good = script.read_text()
    script.write_text(good + "    raise RuntimeError('half-way')\n")
    before = query(progress, "SELECT sql FROM sqlite_master")
    with pytest.raises(RuntimeError, match="half-way"):
        records.upgrade(progress)
    assert query(progress, "SELECT sql FROM sqlite_master") == before
    script.write_text(good)
    records.upgrade(progress)
    names = sorted(path.name for path in progress.parent.iterdir())
    assert names == ["progress.backup-0004-2.db", "progress.backup-0004.db", "progress.db"]


def release(*processes: subprocess.Popen[str]) -> None:
    """Let processes go together, once each has said that it is ready."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def test_processes_that_upgrade_together_do_it_once(progress: Path) -> None:
    """Of several processes that meet a missing file, one creates it and none fails."""
    code = (
        "import sys; from pathlib import Path; from runner import records;"
        "print('ready', flush=True); sys.stdin.readline();"
        "records.upgrade(Path(sys.argv[1]))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(progress)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    release(*processes)
    for process in processes:
        errors = process.communicate()[1]
        assert process.returncode == 0, errors
    assert query(progress, "SELECT version_num FROM alembic_version") == [(attempts.HEAD,)]


def test_a_newer_file_is_left_alone(progress: Path) -> None:
    """A revision that this version does not know is named, and the file stays as it is."""
    records.upgrade(progress)
    execute(progress, "UPDATE alembic_version SET version_num = '0999'")
    before = progress.read_bytes()
    with pytest.raises(SetupError, match=r"newer version of drills \(revision 0999") as caught:
        records.upgrade(progress)
    assert "git pull" in caught.value.mend
    assert progress.read_bytes() == before


def test_another_file_is_left_alone(progress: Path) -> None:
    """A file that is no database is never overwritten."""
    progress.parent.mkdir()
    progress.write_text("these are my notes on persistence\n" * 100)
    before = progress.read_bytes()
    with pytest.raises(SetupError, match="expected a SQLite database, found another file"):
        records.upgrade(progress)
    assert progress.read_bytes() == before


def test_another_database_is_left_alone(progress: Path) -> None:
    """A database with tables of somebody else is never built upon."""
    progress.parent.mkdir()
    execute(progress, "CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(SetupError, match="found another one with the table recipes"):
        records.upgrade(progress)
    assert query(progress, "SELECT name FROM sqlite_master") == [("recipes",)]


def test_the_quick_path_names_columns_of_the_models(progress: Path) -> None:
    """Rows that the quick path writes satisfy the models: same columns, same forms."""
    written: list[str] = []
    records.upgrade(progress)
    moment = datetime(2026, 11, 21, 12, 0, 0, 250, tzinfo=UTC)
    engine = records.migration_engine(progress)
    event.listen(engine, "before_cursor_execute", lambda *call: written.append(str(call[3])))
    with Session(engine) as session:
        session.add(attempt(started_at=moment))
        session.commit()
    assert attempts.stored(moment) in written[0]  # both write a moment alike
    for statement, model, generated in [
        (attempts._ATTEMPT, records.Attempt, {"id"}),
        (attempts._CHECK, records.CheckRecord, set[str]()),
        (attempts._HINT, records.HintShown, set[str]()),
        (practices._BEGIN_REVIEW, records.Review, {"id"}),
        (quizzes._BEGIN, records.QuizDrill, set[str]()),
        (gradebook._KEEP, records.MarkRecord, set[str]()),
    ]:
        named = statement.partition("(")[2].partition(")")[0].replace(",", " ").split()
        columns = set(model.__table__.columns.keys()) - generated
        assert set(named) == columns
        assert statement.split()[2] == model.__tablename__
