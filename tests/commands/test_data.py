"""`drills data`: what the first failing check left, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY
from tests.commands.conftest import Call, Learner, Program

CHECKS = '''
import pytest

from runner.api import Database


def _bury(database: Database, what: str) -> None:
    with database.observer() as connection:
        connection.cursor().execute(f"CREATE TABLE treasure AS SELECT '{what}' AS kind")


@pytest.mark.task(1)
def test_finds_sand(answer: object, database: Database) -> None:
    """Sand is found."""
    _bury(database, "sand")


@pytest.mark.task(1)
def test_finds_gold(answer: object, database: Database) -> None:
    """Gold is found."""
    _bury(database, "gold")
    answer.total(database.path, [2])
    assert not answer, "no gold was found: look deeper"


@pytest.mark.task(1)
def test_finds_silver(answer: object, database: Database) -> None:
    """Silver is found."""
    _bury(database, "silver")
    answer.total(database.path, [2])
    assert not answer, "no silver was found: look deeper"
'''
SOLUTION = '''
def total(path, numbers):
    """Send a statement of one's own."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("SELECT 1")
    connection.close()
'''


@pytest.fixture(params=["sqlite", "postgres"])
def left(request: pytest.FixtureRequest, learner: Learner, program: Program) -> str:
    """A drill whose last run left something; its kind."""
    drill = learner.drill("02_sum_again")
    toml = drill.path / "drill.toml"
    toml.write_text(toml.read_text().replace('"sqlite"', f'"{request.param}"'))
    drill.checks.write_text(CHECKS)
    learner.answer(SOLUTION, name="02_sum_again")
    assert program("run", "02_sum_again").returncode == 1
    return request.param


def test_shows_what_the_first_failing_check_left(left: str, call: Call):
    """Its tables, and not those of the checks before or after it; some rows; as JSON; by hand."""
    shown = call("data", "02_sum_again").stdout
    assert "Left by the check finds_gold" in shown
    assert "treasure  1 row" in shown
    assert "gold" in shown
    assert "silver" not in shown
    assert "… and 1 more" in call("data", "02_sum_again", "--rows", "0").stdout
    data = json.loads(call("data", "02_sum_again", "--table", "treasure", "--json").stdout)
    assert data["check"] == "finds_gold"
    (table,) = data["tables"]
    assert (table["name"], table["rows"], table["count"]) == ("treasure", [["gold"]], 1)
    unknown = call("data", "02_sum_again", "--table", "nope")
    assert unknown.exit_code == 2
    assert "has left no table nope\nIts tables: treasure" in unknown.stderr
    opened = _piped("SELECT kind FROM treasure;\n", "data", "02_sum_again", "--open")
    assert opened.returncode == 0, opened.stderr
    assert "gold" in opened.stdout


def test_says_whose_it_is(left: str, call: Call, learner: Learner, program: Program):
    """Another's answer is told as such; the reference leaves nothing, and takes nothing away."""
    mine = learner.workspace.answer_path(learner.drill("02_sum_again"))
    other = mine.with_name("other.py")
    other.write_text(mine.read_text())
    assert "not yours" not in call("data", "02_sum_again").stdout
    assert program("run", "02_sum_again", "--answer", str(other)).returncode == 1
    shown = call("data", "02_sum_again")
    assert f"of the answer {other}, which is not yours" in shown.stdout, shown.stderr
    assert json.loads(call("data", "02_sum_again", "--json").stdout)["answer"] == str(other)
    program("run", "02_sum_again", "--solution")
    assert f"of the answer {other}" in call("data", "02_sum_again").stdout


def test_what_a_run_before_left_is_not_shown(left: str, call: Call, program: Program):
    """A run that leaves nothing is the last run all the same."""
    assert program("run", "02_sum_again", "--check", "finds_sand").returncode == 0
    gone = call("data", "02_sum_again")
    assert gone.exit_code == 2
    assert "the last run of 02_sum_again has left no database" in gone.stderr


def _piped(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "runner.cli", *arguments],
        input=text,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PGHOST": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--open", "--json"], "--open takes neither --table nor --json"),
        (["--rows", "-1"], "-1 is not in the range"),
    ],
)
def test_bad_input(call: Call, arguments: list[str], said: str):
    """What was found, and what to type."""
    result = call("data", "02_sum_again", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_shell_that_fails_is_told(
    learner: Learner, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """One line and exit code 3; a file that is gone is no database any more."""
    monkeypatch.setenv("DRILLS_HOME", str(tmp_path / "home"))
    kept = tmp_path / "home/kept"
    kept.mkdir(parents=True)
    note = {"check": "a_check", "answer": "a.py", "at": "2026-11-21T12:00:00+00:00", "was": None}
    (kept / "01_sum.json").write_text(json.dumps({**note, "sqlite": True}))
    assert "the last run of 01_sum has left no database" in call("data", "01_sum").stderr
    (kept / "01_sum.db").write_bytes(b"This is no database." * 100)
    broken = call("data", "01_sum")
    assert broken.exit_code == 3
    assert "cannot read what the check a_check has left: file is not a database" in broken.stderr
    (kept / "01_sum.db").write_bytes(b"")
    shell = tmp_path / "bin/sqlite3"
    shell.parent.mkdir()
    shell.write_text("#!/bin/sh\nexit 5\n")
    shell.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shell.parent}:{os.environ['PATH']}")
    result = call("data", "01_sum", "--open")
    assert result.exit_code == 3
    assert f"{shell} ended with exit code 5" in result.stderr


def test_before_any_run_it_says_what_to_do(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Without a kept database the command to get one is named."""
    monkeypatch.setenv("DRILLS_HOME", str(tmp_path / "home"))
    result = call("data", "02_sum_again")
    assert result.exit_code == 2
    assert "`drills run 02_sum_again` keeps the one" in result.stderr


def test_a_drill_without_a_database(call: Call):
    """A drill on files has nothing to open."""
    result = call("data", "01_greeting")
    assert result.exit_code == 2
    assert "it works on files" in result.stderr
