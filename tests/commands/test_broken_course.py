"""What an author or a wrong DRILLS_COURSE can break gets one clear line."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Call, Learner, Program


def _break(learner: Learner, old: str, new: str) -> None:
    toml = learner.drill().path / "drill.toml"
    text = toml.read_text()
    assert old in text
    toml.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("adds_nothing = [", "adds_nothing = [[", " is not valid TOML: "),
        ("seconds = 2.0", 'seconds = "20"', ": [limits] “seconds” must be a number, 0 or more"),
        ("adds_nothing =", 'said = "Look."\nadds_nothing =', ": [hints] “said” must be a list"),
    ],
)
def test_a_drill_toml_that_is_broken_below_its_head(
    learner: Learner, program: Program, old: str, new: str, said: str
):
    """Whoever reads it whole says what is wrong, with the file and without a traceback."""
    learner.answer()
    learner.tried()
    _break(learner, old, new)
    for command in ("run", "hint"):
        ran = program(command, "01_sum")
        assert ran.returncode == 3
        assert ran.stderr.startswith("drills: /")
        assert f"01_sum/drill.toml{said}" in ran.stderr
        assert "Traceback" not in ran.stderr
    proven = program("verify", "01_sum", "--json")
    assert proven.returncode == 1, proven.stderr
    [problem] = json.loads(proven.stdout)["drills"][0]["problems"]
    assert f"01_sum/drill.toml{said}" in problem


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: Learner) -> Path:
    """A course without a track."""
    assert learner
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.setenv("DRILLS_COURSE", str(folder))
    return folder


def test_doctor_needs_no_drill(empty: Path, call: Call):
    """A track that is still to be filled is no fault of the machine."""
    (empty / "basics").mkdir()
    (empty / "basics/track.toml").write_text('title = "B"\nsummary = "b."\norder = 1\n')
    found = json.loads(call("doctor", "--json").stdout)["findings"]
    assert [finding for finding in found if finding["name"] == "isolation" and finding["ok"]]


@pytest.mark.parametrize(
    "command", [["next"], ["verify"], ["list"], ["progress"], ["list", "basics"], ["run", "01_sum"]]
)
def test_an_empty_course_is_neither_done_nor_sound(empty: Path, call: Call, command: list[str]):
    """It is wrong usage: a wrong path in CI must not pass."""
    result = call(*command)
    assert result.exit_code == 2
    assert f"{empty} holds no track" in result.stderr
    assert "Set DRILLS_COURSE to a folder that holds tracks" in result.stderr


def test_an_empty_course_can_be_begun(empty: Path, call: Call):
    """A word is explained all the same, and the way to the first drill is shown."""
    assert call("explain", "savepoint").exit_code == 0
    refused = call("new", "first/01_one")
    assert refused.exit_code == 2
    file = empty / "first/track.toml"
    assert f"A new track starts with {file}" in refused.stderr
    file.parent.mkdir()
    file.write_text('title = "First"\nsummary = "S."\norder = 1\n')
    assert call("new", "first/01_one").exit_code == 0
    assert "01_one" in call("list").stdout
