"""`drills verify --answers`, as a command; how a class is marked is tested elsewhere."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from runner.classroom.marks import GRADEBOOK_URL
from runner.commands.answers import Asked
from tests.commands.conftest import SUM, Call, Learner, Program

WRONG = "def total(path, numbers):\n    return sum(numbers) if numbers else None\n"


@pytest.fixture
def answers(learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Anna is right, Ben is wrong, and Ben has handed in his notes too."""
    assert learner
    monkeypatch.delenv(GRADEBOOK_URL, raising=False)
    folder = tmp_path / "class"
    for name, text in {"anna": SUM.joinpath("solution.py").read_text(), "ben": WRONG}.items():
        place = folder / name / "basics"
        place.mkdir(parents=True)
        place.joinpath("01_sum.py").write_text(text)
    folder.joinpath("ben/basics/notes.txt").write_text("to do")
    return folder


def test_a_class_as_text(program: Program, answers: Path) -> None:
    """A table says who has what; without a terminal nothing else is said."""
    result = program("verify", "--answers", str(answers))
    assert result.returncode == 1, result.stderr
    assert result.stderr == ""
    assert "Strict isolation" in result.stdout
    assert "anna" in result.stdout
    assert "1× basics/01_sum, adds_nothing" in result.stdout
    assert "notes.txt" in result.stdout
    assert "Marked before" not in result.stdout
    again = program("verify", "--answers", str(answers))
    assert "Marked before, and not changed since: 2." in again.stdout
    again = program("verify", "--answers", str(answers), "--recheck", "--plain")
    assert "Marked before" not in again.stdout
    assert "FAILED" in again.stdout
    assert "✗" not in again.stdout


def test_a_class_as_json(program: Program, answers: Path) -> None:
    """The document has the marks and nothing else; the exit code says whether all passed."""
    result = program("verify", "--answers", str(answers), "--json", "--feedback", "mark")
    assert result.returncode == 1
    found = json.loads(result.stdout)
    assert (found["version"], found["isolation"]) == (1, "strict")
    assert [(a["learner"], a["points"]) for a in found["answers"]] == [("anna", 3.0), ("ben", 2.0)]
    assert "an empty sum" not in found["answers"][1]["feedback"]
    assert [each["path"] for each in found["unmatched"]] == ["ben/basics/notes.txt"]
    assert found["misconceptions"][0]["learners"] == ["ben"]


def test_only_some(program: Program, answers: Path) -> None:
    """Learners and drills are chosen; a drill that was asked for and not handed in is said."""
    result = program("verify", "--answers", str(answers), "--only", "anna", "--drill", "01_sum")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "ben" not in result.stdout
    result = program("verify", "02_sum_again", "--answers", str(answers), "--json")
    assert result.returncode == 1
    found = json.loads(result.stdout)
    assert found["answers"] == []
    assert "nothing was handed in" in json.dumps(found["unmatched"])


def test_reports_are_written(program: Program, answers: Path, tmp_path: Path) -> None:
    """Each report is in its file, whatever goes to the terminal."""
    options = ("--report", "class.html", "--junit", "class.xml", "--csv", "class.csv")
    result = program("verify", "--answers", str(answers), *options, "--feedback-dir", "told")
    assert result.returncode == 1, result.stderr
    assert "anna" in (tmp_path / "class.html").read_text()
    suites = ET.parse(tmp_path / "class.xml").getroot()
    assert sum(int(suite.get("failures", 0)) for suite in suites) == 1
    with (tmp_path / "class.csv").open() as file:
        assert [row["learner"] for row in csv.DictReader(file)] == ["anna", "ben"]
    assert sorted(path.name for path in (tmp_path / "told").iterdir()) == ["anna.md", "ben.md"]
    assert "an empty sum is 0" in (tmp_path / "told/ben.md").read_text()


def test_who_has_nothing_to_mark_is_in_every_report(
    program: Program, answers: Path, tmp_path: Path
) -> None:
    """A misspelt name costs the points, and never that anybody hears of it."""
    folder = answers / "cleo/basics"
    folder.mkdir(parents=True)
    (folder / "01_sums.py").write_text(WRONG)
    why = "cleo/basics/01_sums.py: looks like basics/01_sum: rename it"
    options = ("--report", "class.html", "--junit", "class.xml", "--csv", "class.csv")
    result = program("verify", "--answers", str(answers), *options, "--feedback-dir", "told")
    assert "3 learners (1 without an answer that could be marked), 2 answers: 1 passed." in (
        result.stdout
    )
    assert "cleo         0    –" in result.stdout
    page = (tmp_path / "class.html").read_text()
    assert "<b>3</b> learners" in page
    assert '<summary><b>cleo</b> <span class="dim">0 points, 0 of 0 answers passed' in page
    suites = ET.parse(tmp_path / "class.xml").getroot()
    assert [(suite.get("name"), suite.get("failures")) for suite in suites][2] == ("cleo", "1")
    with (tmp_path / "class.csv").open() as file:
        *_, row = csv.DictReader(file)
    assert (row["learner"], row["status"], row["points"]) == ("cleo", "not_marked", "0")
    assert row["message"] == why
    assert f"## Not marked\n\n```text\n{why}\n```" in (tmp_path / "told/cleo.md").read_text()
    found = json.loads(program("verify", "--answers", str(answers), "--json").stdout)
    assert [each["learner"] for each in found["unmatched"]] == ["ben", "cleo"]


@pytest.mark.parametrize("place", ["cleo/basics/sums.py", "basics/01_sums.py", "sums.py"])
def test_gradescope_hears_of_one_who_has_nothing_to_mark(
    program: Program, learner: Learner, tmp_path: Path, place: str
) -> None:
    """Whatever was handed in: there is a score, and what the learner can mend."""
    file = tmp_path / "submission" / place
    file.parent.mkdir(parents=True)
    file.write_text(WRONG)
    result = program("verify", "--answers", "submission", "--gradescope", "results.json")
    assert result.returncode == 1, result.stderr
    told = json.loads((tmp_path / "results.json").read_text())
    assert told["score"] == 0
    assert told["tests"] == []
    assert place.rpartition("/")[2] in told["output"]


def test_gradescope_is_about_one(program: Program, answers: Path, tmp_path: Path) -> None:
    """Its file is one learner's; a class is told how to choose."""
    result = program("verify", "--answers", str(answers), "--gradescope", "results.json")
    assert result.returncode == 2
    assert "--only" in result.stderr
    result = program(
        "verify", "--answers", str(answers), "--only", "ben", "--gradescope", "results.json"
    )
    assert result.returncode == 1
    assert json.loads((tmp_path / "results.json").read_text())["score"] == 2.0


@pytest.mark.parametrize("field", [name for name in Asked.__slots__ if name != "answers"])
def test_options_about_answers_need_answers(call: Call, field: str) -> None:
    """An option that would be ignored is refused, and the way to use it shown."""
    option = f"--{field.replace('_', '-')}"
    value = {"timeout": ["3"], "isolation": ["none"], "feedback": ["mark"], "recheck": []}
    result = call("verify", "01_sum", option, *value.get(field, ["x"]))
    assert result.exit_code == 2
    assert f"{option} is about answers that were handed in" in result.stderr
    assert f"drills verify --answers DIR {option}" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "nobody"), "nobody"),
        (("--drill", "99_none"), "99_none"),
        (("--jobs", "2", "--cluster", "tcp://x:1"), "--jobs is for this machine"),
        (("--timeout", "0"), "--timeout"),
        (("--isolation", "some"), "--isolation"),
        (("--extra-checks", "nowhere"), "--extra-checks names no folder"),
        (("--manifest", "nowhere.csv"), "nowhere.csv"),
        (("--report", "nowhere/class.html"), "nowhere/class.html"),
    ],
)
def test_bad_input(program: Program, answers: Path, options: tuple[str, ...], said: str) -> None:
    """One clear line and exit code 2."""
    result = program("verify", "--answers", str(answers), *options)
    assert result.returncode == 2, result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_no_such_answers(program: Program) -> None:
    """A path that leads nowhere is said."""
    result = program("verify", "--answers", "nowhere")
    assert result.returncode == 2
    assert "nowhere" in result.stderr


def test_a_gradebook_that_is_none(program: Program, answers: Path) -> None:
    """A URL that is none is named by its variable."""
    result = program("verify", "--answers", str(answers), DRILLS_GRADEBOOK_URL="sqlite:///x")
    assert result.returncode == 2
    assert "DRILLS_GRADEBOOK_URL must begin with postgresql://" in result.stderr
