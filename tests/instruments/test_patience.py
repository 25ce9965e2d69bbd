"""What waits in vain tells for whom before its check's own time is over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from runner.databases.database import Database
from runner.instruments import patience
from runner.instruments.crash import Crash
from runner.instruments.elsewhere import elsewhere
from runner.instruments.memory import Memory
from runner.instruments.race import Race
from runner.instruments.schedule import Schedule
from runner.instruments.sqllog import SqlLog
from runner.instruments.waiting import until


@pytest.fixture(autouse=True)
def a_second_is_left() -> Iterator[None]:
    """A check that may take a second and a quarter."""
    patience.begin(1.25)
    yield
    patience.begin(float("inf"))


def _forever(*_: object) -> None:
    time.sleep(60)


@pytest.mark.parametrize("processes", [False, True])
def test_a_race(processes: bool) -> None:
    """Its workers are named with the place where they stand."""
    ended = threading.Event()
    work: Callable[[int], Any] = _forever if processes else lambda _: ended.wait(60)
    with pytest.raises(AssertionError, match=r"2 of 2 workers had not ended after 1 s"):
        Race(SqlLog())(work, workers=2, processes=processes)
    ended.set()


def test_a_step_of_a_schedule(sqlite: Database) -> None:
    """The session is named."""
    with (
        Schedule()(sqlite, "A") as (session,),
        pytest.raises(AssertionError, match=r"^A: .* has not ended after (1|0\.9) s"),
    ):
        session.run(lambda _: time.sleep(1.5))


def test_a_wait() -> None:
    """What never comes to hold."""
    with pytest.raises(AssertionError, match="neither an end nor a wait was seen in 1 s"):
        until(lambda: False)


def test_a_killed_piece_of_work() -> None:
    """Its last step is named."""
    with pytest.raises(AssertionError, match="had not ended after 1 s, its last step was"):
        Crash().trace(_forever)


def test_a_piece_of_work_that_is_measured() -> None:
    """It hangs."""
    with pytest.raises(AssertionError, match="the work had not ended after 1 s"):
        Memory().peak_of(_forever)


def test_another_program() -> None:
    """It hangs."""
    answer = SimpleNamespace(__file__=__file__)
    with pytest.raises(AssertionError, match="had not ended after 1 s"):
        elsewhere(answer, "import time; time.sleep(60)")
