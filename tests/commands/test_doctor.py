"""`drills doctor`."""

import json
from pathlib import Path

import pytest

from runner import diagnosis
from runner.diagnosis import Finding
from tests.commands.conftest import Call, Learner


def test_everything_works_here(call: Call):
    """On the machine that runs the tests every line is fine; PostgreSQL has really started."""
    found = json.loads(call("doctor", "--json").stdout)
    assert [finding for finding in found["findings"] if not finding["ok"]] == []
    by_name = {finding["name"]: finding["found"] for finding in found["findings"]}
    assert "autocommit" in by_name["SQLite"]
    assert int(by_name["PostgreSQL"].partition(".")[0]) >= 16


def test_what_fails_has_its_mend(call: Call, monkeypatch: pytest.MonkeyPatch):
    """A failing line is marked, has its mend below, and makes the exit code 3."""
    monkeypatch.setattr(
        diagnosis, "examine", lambda work: iter([Finding("disk", False, "full", "Free 500 MB.")])
    )
    result = call("doctor")
    assert result.exit_code == 3
    assert "✗ disk" in result.stdout
    assert "Free 500 MB." in result.stdout


def test_a_home_that_cannot_be_written_is_named(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """An impossible DRILLS_HOME is one ✗ with its mend, and the other lines still come."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DRILLS_HOME", str(tmp_path / "file/below"))
    result = call("doctor", "--json")
    assert result.exit_code == 3
    wrong = {f["name"]: f for f in json.loads(result.stdout)["findings"] if not f["ok"]}
    assert set(wrong) == {"home folder", "PostgreSQL", "disk"}
    assert "DRILLS_HOME" in wrong["home folder"]["mend"]


def test_a_server_of_ones_own_that_does_not_answer(call: Call, monkeypatch: pytest.MonkeyPatch):
    """DRILLS_POSTGRES_URL is looked at instead of the embedded server."""
    monkeypatch.setenv("DRILLS_POSTGRES_URL", "postgresql://nobody@127.0.0.1:1/none")
    found = json.loads(call("doctor", "--json").stdout)
    (wrong,) = [finding for finding in found["findings"] if not finding["ok"]]
    assert wrong["name"] == "PostgreSQL"
    assert "DRILLS_POSTGRES_URL does not connect" in wrong["found"]


def test_a_broken_probe_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, learner: Learner, tmp_path: Path
):
    """An exception nobody expected becomes a finding too."""
    assert learner
    monkeypatch.setattr(diagnosis, "_fork", lambda: 1 / 0)
    findings = {finding.name: finding for finding in diagnosis.examine(tmp_path)}
    assert not findings["fork"].ok
    assert "ZeroDivisionError" in findings["fork"].found
    assert findings["text"].ok
