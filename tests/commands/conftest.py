"""A tiny course, a learner's folder, and two ways to call `drills`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner.catalog import REPOSITORY, Catalog
from runner.group import drills
from runner.learner.attempts import Attempts
from runner.model import CheckResult, Drill, Verdict
from runner.workspace import Workspace, digest

Call = Callable[..., Result]
Program = Callable[..., subprocess.CompletedProcess[str]]

SUM = REPOSITORY / "tests/course/basics/01_sum"
FOLDER_CHECKS = '''
from pathlib import Path

import pytest


@pytest.mark.task(1)
def test_says_hello(answer: Path) -> None:
    """The file says hello."""
    assert (answer / "greeting.txt").read_text() == "hello\\n", "it does not say hello: be polite"
'''


@dataclass(frozen=True)
class Learner:
    """A learner of the tiny course: 01_sum, 02_sum_again which needs it, and an unrelated one."""

    catalog: Catalog
    workspace: Workspace
    attempts: Attempts

    def drill(self, name: str = "01_sum") -> Drill:
        """A drill of the tiny course."""
        return self.catalog.drill(name)

    def answer(self, text: str | None = None, *, name: str = "01_sum") -> Path:
        """Write an answer; the reference where no text is given."""
        path, _ = self.workspace.ensure(self.drill(name))
        path.write_text(text or self.drill(name).file("solution").read_text())
        return path

    def tried(
        self,
        name: str = "01_sum",
        *,
        passed: bool = False,
        failing: str = "adds_nothing",
        minute: int = 0,
        status: str = "failed",
    ) -> None:
        """Record an attempt with whatever answer stands there."""
        drill = self.drill(name)
        path, _ = self.workspace.ensure(drill)
        outcome = "passed" if passed else "failed"
        check = CheckResult(failing, "A title", 1, outcome)
        message = "it cannot be loaded" if status == "import_error" else ""
        self.attempts.record(
            Verdict(drill.slug, str(path), "passed" if passed else status, (check,), message),  # type: ignore[arg-type]
            answer_digest=digest(path),
            checks_digest=digest(drill.checks, drill.file("exercise")),
            started_at=datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(minutes=minute),
        )


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    """Make the course and point the environment to it."""
    root = tmp_path / "course"
    shutil.copytree(SUM.parent, root / "basics", ignore=shutil.ignore_patterns("__pycache__"))
    _another(root / "basics/02_sum_again", needs=["01_sum"])
    (root / "deep").mkdir()
    (root / "deep/track.toml").write_text('title = "Deep"\nsummary = "Deeper."\norder = 2\n')
    _folder_drill(root / "deep/01_greeting")
    monkeypatch.setenv("DRILLS_COURSE", str(root))
    monkeypatch.setenv("DRILLS_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path / "work")
    return Learner(Catalog(root), workspace, Attempts(workspace.progress))


def _another(folder: Path, *, needs: list[str]) -> None:
    shutil.copytree(SUM, folder, ignore=shutil.ignore_patterns("__pycache__"))
    toml = folder / "drill.toml"
    toml.write_text(f"needs = {needs}\n{toml.read_text()}".replace("Sums in SQL", "Sums again"))


def _folder_drill(folder: Path) -> None:
    for name, greeting in (("exercise", ""), ("solution", "hello\n")):
        (folder / name).mkdir(parents=True)
        (folder / name / "greeting.txt").write_text(greeting)
    (folder / "solution/__main__.py").write_text('print("It says hello.")\n')
    (folder / "checks.py").write_text(FOLDER_CHECKS)
    (folder / "README.md").write_text("# A greeting\n\n## Task 1\n\nSay **hello**.\n")
    (folder / "drill.toml").write_text(
        'title = "A greeting"\ndifficulty = 2\nminutes = 3\ndatabase = "files"\n'
    )


@pytest.fixture
def call(learner: Learner) -> Call:
    """Call a command in this process: `call("hint", "01_sum")`."""
    assert learner
    return lambda *arguments, **options: CliRunner().invoke(
        drills, [*map(str, arguments)], **options
    )


@pytest.fixture
def program(learner: Learner) -> Program:
    """Call the program as a person does, without a terminal: `program("run", "01_sum")`."""
    assert learner

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "runner.cli", *arguments],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
            timeout=60,
        )

    return run
