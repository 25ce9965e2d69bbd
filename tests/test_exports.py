"""Marks for other programs, read back with other programs' eyes."""

import csv
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runner.errors import UsageError
from runner.model import Drill, Verdict
from runner.render.exports import write_csv, write_gradescope, write_junit
from runner.render.feedback import Level
from runner.saving import save
from tests.marked import HOSTILE, class_of, drill, marks_of, tampered, verdicts, with_hidden

WRITERS = (
    write_junit,
    write_csv,
    lambda marks, file: write_gradescope(marks, [drill()], file),
)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _graded(drill: Drill, **grading: Any) -> Drill:
    """The drill, with points as its `drill.toml` could say."""
    changed = replace(drill)
    changed.__dict__["details"] = {**drill.details, "grading": grading}
    return changed


def _gradescope(tmp_path: Path, verdict: Verdict, asked: Drill, level: Level = "full") -> Any:
    marks = marks_of([("ann", verdict)], drills=[asked])
    write_gradescope(marks, [asked], tmp_path / "results.json", level=level)
    return json.loads((tmp_path / "results.json").read_text())


# JUnit


def test_junit_has_a_suite_per_learner(tmp_path: Path):
    """One case per check; a failure says what was observed, and keeps the detail."""
    write_junit(marks_of(class_of("right", "raises")), tmp_path / "junit.xml")
    right, raises = ET.parse(tmp_path / "junit.xml").getroot()
    assert (right.get("name"), right.get("tests"), right.get("failures")) == ("0_right", "3", "0")
    assert (raises.get("tests"), raises.get("failures")) == ("3", "1")
    case = raises[2]
    assert (case.get("classname"), case.get("name")) == ("basics/01_sum", "adds_many_numbers")
    assert "too many" in (case[0].get("message") or "")


def test_junit_counts_no_pass_of_an_answer_that_tampered(tmp_path: Path):
    """Its checks said passed, and each is a failure."""
    write_junit(marks_of([("ann", tampered())]), tmp_path / "junit.xml")
    (suite,) = ET.parse(tmp_path / "junit.xml").getroot()
    assert suite.get("failures") == "3"


def test_junit_stays_xml(tmp_path: Path):
    """Control characters, which XML cannot hold, break no reader."""
    write_junit(marks_of([(HOSTILE, verdicts()["hostile"])]), tmp_path / "junit.xml")
    (suite,) = ET.parse(tmp_path / "junit.xml").getroot()
    assert "<script>" in (suite.get("name") or "")
    assert "\ufffd" in (suite.get("name") or "")


# CSV


def test_csv_has_a_row_per_answer(tmp_path: Path):
    """Points, checks, the first failing check, and why it failed."""
    write_csv(marks_of(class_of("right", "raises", "cannot_load")), tmp_path / "marks.csv")
    right, raises, broken = _rows(tmp_path / "marks.csv")
    assert right == {
        "learner": "0_right",
        "drill": "basics/01_sum",
        "status": "passed",
        "points": "3.0",
        "max_points": "3.0",
        "passed_checks": "3",
        "checks": "3",
        "first_failing_check": "",
        "message": "",
    }
    assert (raises["points"], raises["first_failing_check"]) == ("2.0", "adds_many_numbers")
    assert "too many" in raises["message"]
    assert "no_such_module" in broken["message"]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "\n=1", "  =1", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(tmp_path: Path, formula: str):
    """Neither a name nor a message makes a spreadsheet calculate."""
    first, *rest = verdicts()["raises"].checks
    verdict = verdicts()["raises"]._replace(
        checks=(first._replace(status="failed", message=formula), *rest)
    )
    write_csv(marks_of([(formula, verdict)]), tmp_path / "marks.csv")
    (row,) = _rows(tmp_path / "marks.csv")
    for cell in (row["learner"], row["message"]):
        assert cell.startswith("'")
        assert cell[1:] == formula.strip()


def test_a_row_stays_one_line(tmp_path: Path):
    """Line breaks, quotes and commas in what an answer says move no column."""
    nasty = 'a,"b"\n\x1b[2J;c\ud800'
    write_csv(marks_of([(nasty, verdicts()["right"])]), tmp_path / "marks.csv")
    assert len((tmp_path / "marks.csv").read_text().splitlines()) == 2
    (row,) = _rows(tmp_path / "marks.csv")
    assert row["learner"] == 'a,"b" \\x1b[2J;c\\ud800'


# Gradescope


def test_gradescope_has_a_test_per_check(tmp_path: Path):
    """The documented fields; the tests' scores make up the score."""
    data = _gradescope(tmp_path, verdicts()["raises"], drill())
    assert (data["score"], data["visibility"], data["stdout_visibility"]) == (
        2.0,
        "visible",
        "hidden",
    )
    assert data["tests"][0] == {
        "name": "01_sum: Two numbers are added",
        "number": "1.1",
        "score": 1.0,
        "max_score": 1.0,
        "status": "passed",
        "output": "",
        "visibility": "visible",
    }
    assert (data["tests"][2]["score"], data["tests"][2]["status"]) == (0.0, "failed")
    assert "ValueError: too many" in data["tests"][2]["output"]


@pytest.mark.parametrize(
    ("grading", "scores"),
    [
        ({}, [1, 1, 0]),
        ({"points": {"adds_two_numbers": 5, "adds_many_numbers": 2.5}}, [5, 1, 0]),
        ({"task_points": {"1": 3, "2": 7}}, [1.5, 1.5, 0]),
        ({"all_or_nothing": True}, [0, 0, 0]),
    ],
)
def test_gradescope_counts_as_the_drill_does(tmp_path: Path, grading: Any, scores: list[float]):
    """Whatever `[grading]` says, each test has its points, and the sum is the mark."""
    asked = _graded(drill(), **grading)
    data = _gradescope(tmp_path, verdicts()["raises"], asked)
    assert [test["score"] for test in data["tests"]] == scores
    assert data["score"] == sum(scores)
    assert [test["status"] for test in data["tests"]] == ["passed", "passed", "failed"]


@pytest.mark.parametrize("passed", [True, False])
def test_gradescope_hides_hidden_checks(tmp_path: Path, passed: bool):
    """They are hidden tests, and even there without their words."""
    data = _gradescope(tmp_path, with_hidden(verdicts()["right"], passed=passed), drill())
    shown = [test["visibility"] for test in data["tests"]]
    assert shown == ["visible"] * 3 + ["hidden"] * 2
    assert [test["status"] for test in data["tests"][3:]] == [
        "passed" if passed else "failed",
        "passed",
    ]
    assert "SECRET" not in json.dumps(data)
    assert data["score"] == (5.0 if passed else 4.0)


def test_gradescope_tells_no_more_than_was_asked(tmp_path: Path):
    """`title` has no output; `mark` has one test per drill."""
    title = _gradescope(tmp_path, verdicts()["raises"], drill(), "title")
    assert "too many" not in json.dumps(title)
    assert len(title["tests"]) == 3
    mark = _gradescope(tmp_path, verdicts()["raises"], drill(), "mark")
    assert [(test["score"], test["max_score"]) for test in mark["tests"]] == [(2.0, 3.0)]
    assert "added" not in json.dumps(mark)
    unloadable = _gradescope(tmp_path, verdicts()["cannot_load"], drill(), "title")
    assert "no_such_module" not in json.dumps(unloadable)


def test_gradescope_says_why_nothing_could_be_checked(tmp_path: Path):
    """Above the tests, once."""
    data = _gradescope(tmp_path, verdicts()["cannot_load"], drill())
    assert "no_such_module" in data["output"]
    assert data["score"] == 0


def test_gradescope_does_not_tell_what_was_seen_of_tampering(tmp_path: Path):
    """No points, no pass, and not how it was found out."""
    data = _gradescope(tmp_path, tampered(), drill())
    assert "SECRET" not in json.dumps(data)
    assert "could not be marked" in data["output"]
    assert [(test["score"], test["status"]) for test in data["tests"]] == [(0.0, "failed")] * 3


@pytest.mark.parametrize(("learners", "found"), [(["ann", "bob"], "found 2"), ([], "found none")])
def test_gradescope_is_about_one_learner(tmp_path: Path, learners: list[str], found: str):
    """A class is refused with what to type instead."""
    marks = marks_of([(learner, verdicts()["right"]) for learner in learners])
    with pytest.raises(UsageError, match=found) as refused:
        write_gradescope(marks, [drill()], tmp_path / "results.json")
    assert "--only" in refused.value.mend
    assert not (tmp_path / "results.json").exists()


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, write: Any):
    """One line that names it."""
    with pytest.raises(UsageError, match="no/such/file"):
        write(marks_of([("ann", verdicts()["right"])]), tmp_path / "no/such/file")


@pytest.mark.parametrize("write", WRITERS)
def test_what_no_encoding_carries_is_written_nonetheless(tmp_path: Path, write: Any):
    """Half a surrogate pair, which a broken file name has, stops no report."""
    write(marks_of([("caf\udce9", verdicts()["hostile"])]), tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8")


def test_every_report_can_be_written(tmp_path: Path):
    """Also a page that repeats what no encoding carries."""
    save(tmp_path / "page.html", "a \ud800 b")
    assert (tmp_path / "page.html").read_text() == "a \\ud800 b"
