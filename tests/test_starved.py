"""A check's time is its own: what other programs take of the processor is not counted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner import checking
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
