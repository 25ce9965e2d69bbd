"""The process that checks for `drills watch`: how it ends, and what it says when it has ended."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY, drill_at
from runner.errors import DrillError
from runner.execution.warm import Warm
from runner.model import Drill
from tests.marked import COURSE
from tests.others import temporary_folders, wait_until

RIGHT = """
def total(path, numbers):
    for number in range(8000):
        open(f"{number}", "w").close()
    return sum(numbers)
"""
"""It takes a while to put away."""
_FORKING = """
import os, signal, sys
from pathlib import Path
from runner import sandbox
from runner.model import Limits

signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM))
sandbox.fork(lambda _: None, limits=Limits(), folder=Path(sys.argv[1]))
"""


@pytest.fixture
def drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    """A copy of the tiny drill whose answers may take their time."""
    course = tmp_path / "course"
    shutil.copytree(COURSE, course)
    monkeypatch.setenv("DRILLS_COURSE", str(course))
    folder = course / "basics/01_sum"
    toml = folder / "drill.toml"
    toml.write_text(toml.read_text().replace("\nseconds = 2.0", "\nseconds = 30.0"))
    return drill_at(folder)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """What a slow one makes when it begins."""
    return tmp_path / "begun"


def _slowly(begun: Path, text: str) -> str:
    return f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(0.5)\n{text}"


def _ends_soon(warm: Warm) -> None:
    since = time.monotonic()
    warm.close()
    assert time.monotonic() - since < 10, "it went on checking"
    assert temporary_folders(warm._process.pid) == []


def test_it_ends_while_it_checks(drill: Drill, begun: Path, capfd: pytest.CaptureFixture[str]):
    """An answer that never comes back is not waited for, and is put away."""
    answer = begun.with_name("answer.py")
    answer.write_text(_slowly(begun, "while True: pass\n"))
    warm = Warm(drill)
    warm.ask(answer, keep_as="test_warm")
    wait_until(begun.exists, "it has not begun")
    _ends_soon(warm)
    assert capfd.readouterr() == ("", "")


def test_it_ends_before_it_has_read_what_is_asked(drill: Drill, begun: Path):
    """Told while it still collects, it begins no check."""
    drill.checks.write_text(_slowly(begun, drill.checks.read_text()))
    answer = begun.with_name("answer.py")
    answer.write_text("while True: pass\n")
    warm = Warm(drill)
    warm.ask(answer, keep_as="test_warm")
    wait_until(begun.exists, "it has not begun")
    _ends_soon(warm)


def test_it_ends_while_it_forks(tmp_path: Path):
    """Python swallows what is raised in the functions that it calls before and after."""
    ran = subprocess.run(
        [sys.executable, "-c", _FORKING, tmp_path], capture_output=True, cwd=REPOSITORY
    )
    assert (ran.returncode, ran.stderr) == (7, b"")


def test_it_puts_away_what_it_has_checked(drill: Drill, tmp_path: Path):
    """Told right after the verdict, it still does that."""
    answer = tmp_path / "answer.py"
    answer.write_text(RIGHT)
    warm = Warm(drill)
    warm.ask(answer, keep_as="test_warm")
    assert warm.receive().passed
    _ends_soon(warm)


def test_when_it_has_ended_it_is_read_why(drill: Drill):
    """What it said before it was asked is what the one who asks is told."""
    drill.checks.write_text("import no_such_module\n")
    warm = Warm(drill)
    warm._process.wait()
    warm.ask(drill.file("solution"), keep_as="test_warm")
    with pytest.raises(DrillError, match="no_such_module"):
        warm.receive()
    warm.close()


def test_when_nobody_listens_it_says_nothing(
    drill: Drill, begun: Path, capfd: pytest.CaptureFixture[str]
):
    """Left while it collects checks that cannot be used: no traceback on the terminal."""
    drill.checks.write_text(_slowly(begun, "import no_such_module\n"))
    warm = Warm(drill)
    wait_until(begun.exists, "it has not begun")
    warm.close()
    assert capfd.readouterr() == ("", "")
