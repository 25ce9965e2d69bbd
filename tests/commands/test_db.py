"""`drills db`, on a server of the test's own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY
from runner.databases.cluster import Cluster
from tests.commands.conftest import Call, Learner, Program

CHECKS = '''
import pytest

from runner.api import Database


@pytest.mark.task(1)
def test_finds_gold(answer: object, database: Database) -> None:
    """Gold is found."""
    with database.observer() as connection:
        connection.cursor().execute("CREATE TABLE treasure AS SELECT 'gold' AS kind")
    assert not answer, "no gold was found: look deeper"
'''


@pytest.fixture
def server_home(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A DRILLS_HOME that is new, and that the server's user can reach."""
    assert learner
    folder = Path(tempfile.mkdtemp(prefix="drills db "))
    folder.chmod(0o711)
    monkeypatch.setenv("DRILLS_HOME", str(folder))
    monkeypatch.delenv("DRILLS_POSTGRES_URL", raising=False)
    yield folder
    Cluster(folder).stop()
    shutil.rmtree(folder)


def test_start_status_stop(program: Program, server_home: Path):
    """The server starts, is reported with its folders, and stops."""

    def running() -> bool:
        return json.loads(program("db", "status", "--json").stdout)["server"]["running"]

    assert not running()
    assert "is running until" in program("db", "start").stdout
    assert running()
    shown = program("db", "status").stdout
    assert "until `drills db stop`" in shown
    assert str(server_home) in shown
    assert program("db", "stop").stdout == "PostgreSQL is stopped.\n"
    assert not running()
    assert "is not running" in program("db", "status").stdout


def test_psql_opens_the_database_of_the_failed_check(
    program: Program, learner: Learner, server_home: Path
):
    """After a failed run psql shows what the failing check left in its database."""
    drill = learner.drill("02_sum_again")
    toml = drill.path / "drill.toml"
    toml.write_text(toml.read_text().replace('"sqlite"', '"postgres"'))
    drill.checks.write_text(CHECKS)
    assert program("run", "02_sum_again").returncode == 1
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "PGHOST": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-m", "runner.cli", "db", "psql", "02_sum_again"],
        input="SELECT kind FROM treasure;\n",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "gold" in done.stdout


def test_psql_before_any_run_says_what_to_do(program: Program, learner: Learner, server_home: Path):
    """Without a kept database the command to get one is named."""
    toml = learner.drill("02_sum_again").path / "drill.toml"
    toml.write_text(toml.read_text().replace('"sqlite"', '"postgres"'))
    result = program("db", "psql", "02_sum_again")
    assert result.returncode == 2
    assert "drills run 02_sum_again" in result.stderr


def test_psql_of_a_drill_without_postgresql(call: Call):
    """A SQLite drill has nothing to open in psql."""
    result = call("db", "psql", "01_sum")
    assert result.exit_code == 2
    assert "it works on sqlite" in result.stderr


@pytest.mark.parametrize("verb", ["start", "stop"])
def test_a_server_of_ones_own_is_left_alone(call: Call, monkeypatch: pytest.MonkeyPatch, verb: str):
    """With DRILLS_POSTGRES_URL nothing is started or stopped."""
    monkeypatch.setenv("DRILLS_POSTGRES_URL", "postgresql://me@example.invalid/x")
    result = call("db", verb)
    assert result.exit_code == 2
    assert "not ours to start or stop" in result.stderr
