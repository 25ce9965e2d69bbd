"""The contract of a drill, on one page, run for every drill of the course."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runner.catalog import REPOSITORY, Catalog
from runner.model import Drill
from tests.conftest import drills_of

KNOWN = Catalog(REPOSITORY)
DRILLS = KNOWN.drills
every_drill = pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.slug)


@pytest.fixture(scope="session")
def verified(verifying: subprocess.Popen[str]) -> dict[str, Any]:
    """What `drills verify` says of each drill: every shipped answer, on all cores."""
    told, complaints = verifying.communicate()
    assert told, complaints
    return {report["drill"]: report for report in json.loads(told)["drills"]}


@pytest.fixture(scope="session")
def marked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What an instructor's marking in strict isolation says of each reference."""
    folder = tmp_path_factory.mktemp("marked")
    for name in drills_of(request.session.items, "marked"):
        drill = KNOWN.drill(name)
        answer = drill.file("solution")
        handed_in = folder / "answers/ann" / f"{drill.slug}{answer.suffix}"
        handed_in.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if answer.is_dir() else shutil.copyfile)(answer, handed_in)
    words = ("--work", folder / "work", "verify", "--json", "--answers", folder / "answers")
    told = _python("-m", "runner.cli", *words, folder=REPOSITORY, seconds=900)
    assert told.stdout, told.stderr
    return {
        answer["drill"]: answer["status"] if answer["passed"] else answer["feedback"]
        for answer in json.loads(told.stdout)["answers"]
    }


def _unexpected(report: dict[str, Any], *starts: str) -> list[str]:
    answers = [each for each in report["answers"] if each["answer"].startswith(starts)]
    assert answers, "there is no such answer"
    return [
        f"{a['answer']}: expected {a['expected']}; {a['observed']}" for a in answers if not a["ok"]
    ]


def test_names_are_unique() -> None:
    """A drill's name alone says which one is meant."""
    names = [drill.name for drill in DRILLS]
    assert len(names) == len(set(names))


@every_drill
def test_folder_is_complete(drill: Drill, verified: dict[str, Any]) -> None:
    """Brief, drill.toml, three hints per check, answers: all there, and nothing else."""
    assert verified[drill.slug]["problems"] == []


@every_drill
def test_stub_fails_every_check(drill: Drill, verified: dict[str, Any]) -> None:
    """Nothing is green before any work, and every failure says something."""
    assert _unexpected(verified[drill.slug], "exercise") == []


@every_drill
def test_right_answers_pass(drill: Drill, verified: dict[str, Any]) -> None:
    """The reference and every other right answer pass all checks."""
    assert _unexpected(verified[drill.slug], "solution", "right/") == []


@every_drill
def test_reference_passes_where_nothing_is_trusted(drill: Drill, marked: dict[str, str]) -> None:
    """Strict isolation refuses nothing that the checks, or a right answer, have to do."""
    assert marked[drill.slug] == "passed"


@every_drill
def test_wrong_answers_fail_where_they_say(drill: Drill, verified: dict[str, Any]) -> None:
    """Each known-wrong answer fails first at its FAILS, with its SAYS."""
    assert _unexpected(verified[drill.slug], "wrong/") == []


@every_drill
def test_reference_narrates_by_itself(drill: Drill, tmp_path: Path) -> None:
    """`python PATH/solution.py` runs from any folder, on a database of its own."""
    told = _python(drill.file("solution"), folder=tmp_path, seconds=300)  # a million rows
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()) > 3
    assert list(tmp_path.iterdir()) == [], "it left files behind"


@every_drill
def test_plain_pytest_checks_the_stub_beside(drill: Drill, tmp_path: Path) -> None:
    """`pytest PATH/checks.py` works through the installed plugin, without `drills`."""
    arguments = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", drill.checks)
    ran = _python(*arguments, folder=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert re.search(r"^1 (failed|error) in", ran.stdout, re.M), ran.stdout


@every_drill
def test_worked_examples_of_the_brief_run(drill: Drill, tmp_path: Path) -> None:
    """Documentation is run: every Python block of a brief that is an example, by itself."""
    brief = (drill.path / "README.md").read_text(encoding="utf-8")
    examples = [b for b in re.findall(r"```python\n(.*?)```", brief, re.S) if "print(" in b]
    assert examples, "a brief shows a worked example of a neighbouring problem"
    for number, example in enumerate(examples):
        file = tmp_path / f"example_{number}.py"
        file.write_text(example, encoding="utf-8")
        ran = _python(file, folder=tmp_path)
        assert ran.returncode == 0, f"{example}\n{ran.stderr}"


def _python(
    *arguments: object, folder: Path, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
