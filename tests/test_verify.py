"""verify() finds each way in which a drill can be unsound."""

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from runner.catalog import Catalog
from runner.verify import DrillReport, Soundness, verify

COURSE = Path(__file__).parent / "course"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the tiny course, to be broken."""
    return Path(shutil.copytree(COURSE, tmp_path / "course"))


def _verify(course: Path) -> Soundness:
    catalog = Catalog(course)
    return verify(catalog.drills, needs=catalog.needs, jobs=1)


def _report(course: Path) -> DrillReport:
    (report,) = _verify(course).drills
    return report


def _edit(course: Path, file: str, old: str, new: str) -> None:
    path = course / "basics" / "01_sum" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_tiny_course_is_sound(course: Path) -> None:
    """What is in order is called sound, answer by answer."""
    report = _report(course)
    assert report.sound
    assert [answer.answer for answer in report.answers] == [
        "exercise.py",
        "right/in_python.py",
        "solution.py",
        "wrong/forgets_nothing.py",
    ]


def test_stub_that_passes_a_check_is_found(course: Path) -> None:
    """A check that is green before any work is reported by name."""
    _edit(course, "exercise.py", "raise NotImplementedError", "return 5")
    (stub, *_) = _report(course).answers
    assert not stub.ok
    assert "adds_two_numbers: passed" in stub.observed


def test_check_that_holds_before_any_work_may_be_named(course: Path) -> None:
    """drill.toml can say that a check holds before any work, and then it has to."""
    name = 'holds_before_work = ["adds_two_numbers"]\nlearnt ='
    _edit(course, "drill.toml", "learnt =", name)
    assert not _report(course).answers[0].ok
    _edit(course, "exercise.py", "raise NotImplementedError", "return 5")
    assert _report(course).answers[0].ok


def test_stub_that_cannot_be_imported_is_found(course: Path) -> None:
    """A stub must fail each check, not fall over."""
    _edit(course, "exercise.py", "raise NotImplementedError", "raise (")
    assert "import_error" in _report(course).answers[0].observed


def test_broken_reference_is_found(course: Path) -> None:
    """A reference that fails a check makes the drill unsound, and says where."""
    _edit(course, "solution.py", "result = 0", "result = 1")
    observed = {answer.answer: answer.observed for answer in _report(course).answers}
    assert observed["solution.py"].startswith("failed at adds_two_numbers")


def test_wrong_answer_that_passes_is_found(course: Path) -> None:
    """A wrong answer that no check catches makes the drill unsound."""
    _edit(course, "wrong/forgets_nothing.py", "if numbers else None", "if numbers else 0")
    (answer,) = [a for a in _report(course).answers if a.answer.startswith("wrong/")]
    assert not answer.ok
    assert answer.observed == "passes"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('FAILS = "adds_nothing"', 'FAILS = "adds_many_numbers"'),
        ('SAYS = "an empty sum is 0"', 'SAYS = "another reason"'),
    ],
    ids=["another check", "another message"],
)
def test_wrong_answer_caught_elsewhere_is_found(course: Path, old: str, new: str) -> None:
    """It must fail first at its FAILS, with its SAYS."""
    _edit(course, "wrong/forgets_nothing.py", old, new)
    (answer,) = [a for a in _report(course).answers if a.answer.startswith("wrong/")]
    assert not answer.ok


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("drill.toml", 'learnt = "You can let the database add numbers."\n', "", "learnt"),
        ("drill.toml", '"An empty sum is 0.", ', "", "has 2 hints"),
        ("drill.toml", "adds_nothing =", "adds_noting =", "has none for adds_nothing"),
        ("drill.toml", "minutes = 5", 'minutes = 5\nneeds = ["09_none"]', "09_none"),
        ("drill.toml", "minutes = 5", "minutes = 5\nminuts = 5", "there is no key minuts"),
        ("drill.toml", "minutes = 5", 'minutes = 5\nneeds = ["01_sum"]', "01_sum → 01_sum"),
        ("drill.toml", "seconds = 2.0", "second = 2.0", "[limits]"),
        ("README.md", "## Task 1", "## What to do", "no numbered tasks"),
        ("checks.py", '    """The sum of nothing is 0."""\n', "", "has no docstring"),
        ("checks.py", "@pytest.mark.task(2)\n", "", "pytest.mark.task"),
        ("checks.py", "@pytest.mark.task(2)", "@pytest.mark.task", "has no @pytest.mark.task(NUM"),
        ("checks.py", "adds_many_numbers", "adds_nothing", "2 checks are called adds_nothing"),
        ("wrong/forgets_nothing.py", 'SAYS = "an empty sum is 0"\n', "", "lacks SAYS"),
    ],
)
def test_incomplete_folder_is_found(
    course: Path, file: str, old: str, new: str, problem: str
) -> None:
    """Each rule of a drill's folder is held, and its breach named."""
    _edit(course, file, old, new)
    report = _report(course)
    assert not report.sound
    assert any(problem in said for said in report.problems), report.problems


def test_a_docstring_may_begin_with_the_words_of_the_checks_name(course: Path) -> None:
    """Only a check without a docstring is reported as one."""
    _edit(course, "checks.py", "The sum of nothing is 0", "adds nothing to 0: the sum is 0")
    assert _report(course).sound


def test_stray_and_missing_files_are_found(course: Path) -> None:
    """A file that does not belong, and one that is not there, are both named."""
    folder = course / "basics" / "01_sum"
    (folder / "notes.txt").touch()
    (folder / "README.md").unlink()
    assert _report(course).problems == [
        "README.md is missing",
        "notes.txt does not belong in a drill's folder",
    ]


def test_without_its_reference_a_drill_is_judged_by_its_stub(course: Path) -> None:
    """What leans on the reference is not run, and the rest is reported."""
    (course / "basics/01_sum/solution.py").unlink()
    report = _report(course)
    assert report.problems == ["solution.py is missing"]
    assert [(answer.answer, answer.ok) for answer in report.answers] == [("exercise.py", True)]


def test_a_wrong_answer_that_is_no_text_is_named(course: Path) -> None:
    """Its author has saved it in another encoding."""
    wrong = course / "basics/01_sum/wrong/forgets_nothing.py"
    wrong.write_bytes(wrong.read_bytes() + b"# caf\xe9\n")
    assert any("forgets_nothing.py cannot be read" in said for said in _report(course).problems)


def test_every_failure_is_reported(course: Path) -> None:
    """One broken drill hides no other: checks that cannot be collected are one problem."""
    shutil.copytree(course / "basics" / "01_sum", course / "basics" / "02_other")
    _edit(course, "checks.py", "import pytest", "import no_such_module")
    first, second = _verify(course).drills
    assert "no_such_module" in " ".join(first.problems)
    assert second.sound


def test_reports_are_machine_readable(course: Path, tmp_path: Path) -> None:
    """JSON and JUnit say the same: one entry per answer, failures marked."""
    _edit(course, "solution.py", "result = 0", "result = 1")
    soundness = _verify(course)
    data = json.loads(json.dumps(soundness.as_json()))
    assert (data["version"], data["sound"]) == (1, False)
    soundness.write_junit(tmp_path / "junit.xml")
    suite = ET.parse(tmp_path / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == (
        "5",
        "2",
    )  # the wrong answer leans on the solution


def test_needs_that_go_round_in_a_circle_are_found(course: Path) -> None:
    """Each drill of the circle says so, and one that only leads there does not."""
    for name, need in {"02_b": "03_c", "03_c": "02_b", "04_d": "02_b"}.items():
        shutil.copytree(course / "basics/01_sum", course / "basics" / name)
        _edit(course, f"../{name}/drill.toml", "minutes = 5", f'minutes = 5\nneeds = ["{need}"]')
    problems = {report.drill: report.problems for report in _verify(course).drills}
    circle = "drill.toml: needs goes round in a circle: "
    assert problems == {
        "basics/01_sum": [],
        "basics/02_b": [f"{circle}02_b → 03_c → 02_b"],
        "basics/03_c": [f"{circle}03_c → 02_b → 03_c"],
        "basics/04_d": [],
    }


def test_a_module_of_a_stub_that_cannot_be_read_is_found(course: Path) -> None:
    """Also one that no check imports."""
    folder = course / "basics" / "01_sum"
    for name in ("exercise", "solution"):
        (folder / name).mkdir()
        (folder / f"{name}.py").rename(folder / name / "__init__.py")
    (folder / "exercise" / "more.py").write_text("def f(:\n", encoding="utf-8")
    assert any(
        problem.startswith("exercise/more.py cannot be read:")
        for problem in _report(course).problems
    )
