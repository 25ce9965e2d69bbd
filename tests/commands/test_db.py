"""`drills db`, on a server of the test's own."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.databases.cluster import Cluster
from tests.commands.conftest import Call, Learner, Program


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


@pytest.mark.parametrize("verb", ["start", "stop"])
def test_a_server_of_ones_own_is_left_alone(call: Call, monkeypatch: pytest.MonkeyPatch, verb: str):
    """With DRILLS_POSTGRES_URL nothing is started or stopped."""
    monkeypatch.setenv("DRILLS_POSTGRES_URL", "postgresql://me@example.invalid/x")
    result = call("db", verb)
    assert result.exit_code == 2
    assert "not ours to start or stop" in result.stderr
