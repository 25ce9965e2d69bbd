"""A check's time is its own: what other programs take of the processor is not counted."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner import checking, processes
from runner.catalog import Catalog
from runner.model import CheckResult

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel must tell who waited")
COURSE = Path(__file__).parent / "course"
BURNERS = 2
WORKS = """
import time

def total(path, numbers):
    while time.process_time() < {seconds}:
        pass
    return sum(numbers)
"""


@pytest.fixture
def crowded_processor() -> Iterator[None]:
    """This process and its children share one processor with others that never rest."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    endless = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(endless, start_new_session=True) for _ in range(BURNERS)]
    yield
    for burner in burners:
        burner.kill()
        burner.wait()
    os.sched_setaffinity(0, before)


def _check(folder: Path, answer: str) -> tuple[CheckResult, float]:
    (drill,) = Catalog(COURSE).drills
    file = folder / "answer.py"
    file.write_text(answer, encoding="utf-8")
    verdict = checking.check(drill, file, only="adds_two_numbers")
    (result,) = verdict.checks
    return result, verdict.duration_ms / 1000


@pytest.mark.usefixtures("crowded_processor")
def test_work_that_fits_into_its_time_is_not_cut_short(tmp_path: Path) -> None:
    """1.5 s of work within a limit of 2 s passes, however long others make it wait."""
    result, took = _check(tmp_path, WORKS.format(seconds=1.5))
    assert took > 3, "the processor was not crowded, so nothing was tried"
    assert (result.status, result.message) == ("passed", "")


@pytest.mark.usefixtures("crowded_processor")
def test_what_never_ends_is_still_ended(tmp_path: Path) -> None:
    """An endless loop gets its 2 s of the processor, and then it is ended."""
    result, took = _check(tmp_path, WORKS.format(seconds="float('inf')"))
    assert result.status == "timeout"
    assert 2 < took < 40
    assert result.message in {
        "your code was still running after 2 s",
        "your code was still running after 30 s",  # all that there is, on a crowded machine
    }


def test_who_waits_for_nothing_but_time_gains_none(tmp_path: Path) -> None:
    """Sleep is not work: the limit is the clock's."""
    sleeps = "import time\n\ndef total(path, numbers):\n    time.sleep(60)\n"
    result, took = _check(tmp_path, sleeps)
    assert result.message == "your code was still running after 2 s"
    assert took < 8


def test_a_machine_that_was_suspended_ends_nobody(tmp_path: Path) -> None:
    """Both the run and the answer stand still for longer than the limit, and then go on."""
    sleeps = (
        "import time\n\ndef total(path, numbers):\n    time.sleep(1)\n    return sum(numbers)\n"
    )
    file = tmp_path / "answer.py"
    file.write_text(sleeps, encoding="utf-8")
    command = [sys.executable, "-m", "runner.cli", "run", "01_sum", "--json", "--answer", str(file)]
    folders = {"DRILLS_COURSE": str(COURSE), "DRILLS_WORK": str(tmp_path / "work")}
    run = subprocess.Popen(
        [*command, "--check", "adds_two_numbers"], stdout=subprocess.PIPE, env=os.environ | folders
    )
    end = time.monotonic() + 20
    while not (answers := _asleep_below(run.pid)):
        assert time.monotonic() < end, "no answer ran"
        time.sleep(0.02)
    above = {run.pid, *processes.tree(run.pid)} - set(answers)
    for pid in (*above, *answers):
        os.kill(pid, signal.SIGSTOP)
    time.sleep(4)
    for pid in above:
        os.kill(pid, signal.SIGCONT)
    time.sleep(0.5)
    for pid in answers:
        with contextlib.suppress(ProcessLookupError):  # it was ended: the verdict will tell
            os.kill(pid, signal.SIGCONT)
    out, _ = run.communicate(timeout=30)
    (check,) = json.loads(out)["checks"]
    assert (check["status"], check["message"]) == ("passed", "")


def _asleep_below(pid: int) -> list[int]:
    """The children that sleep in the answer: that is, in `nanosleep`."""
    found = []
    for child in processes.tree(pid):
        with contextlib.suppress(OSError):
            if "nanosleep" in Path(f"/proc/{child}/wchan").read_text(encoding="ascii"):
                found.append(child)
    return found
