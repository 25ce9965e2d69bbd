"""Several children at once: they run side by side, and share nothing but the list of checks."""

import contextlib
import os
import signal
import time
from pathlib import Path

import psycopg2

from runner import processes
from runner.catalog import Catalog
from runner.checking import with_checker
from runner.databases.kept import kept_database
from runner.errors import UsageError
from runner.model import Drill, Verdict

MEETING = '''
import os
import time
from pathlib import Path
from typing import Any

import pytest

PLACE = Path({place!r})


def _meet(answer: Any, name: str) -> None:
    """Wait until the other check is there too."""
    (PLACE / name).write_text(f"{{os.getpid()}} {{os.getcwd()}}")
    deadline = time.monotonic() + 5
    while len(list(PLACE.iterdir())) < 2:
        assert time.monotonic() < deadline, "the other check has not come: one after the other"
        time.sleep(0.005)
    assert answer.one() == 1, "no one"


def test_first(answer: Any) -> None:
    """The first is there."""
    _meet(answer, "first")


def test_second(answer: Any) -> None:
    """The second is there."""
    _meet(answer, "second")
'''

MARKING = '''
import time
from typing import Any

import pytest

from runner.api import Database


@pytest.mark.parametrize("number", range(6))
def test_marks(answer: Any, database: Database, number: int) -> None:
    """Leaves its number in its database; the third and later fail, the third among the last."""
    with database.observer() as connection:
        connection.cursor().execute(f"CREATE TABLE marks_{number} (x int)")
    time.sleep({2: 0.2, 5: 0.8}.get(number, 0))
    assert number < 2, "too high"
'''


def _drill(folder: Path, checks: str, database: str) -> Drill:
    track = folder / "course" / "track"
    drill = track / "01_lanes"
    drill.mkdir(parents=True)
    (track / "track.toml").write_text('title = "T"\nsummary = "T"\norder = 1\n')
    (drill / "drill.toml").write_text(
        f'title = "L"\ndifficulty = 1\nminutes = 1\ndatabase = "{database}"\n'
    )
    (drill / "checks.py").write_text(checks)
    for name in ("exercise.py", "solution.py"):
        (drill / name).write_text("def one() -> int:\n    return 1\n")
    return Catalog(folder / "course").drills[0]


def _check(drill: Drill, *, lanes: int, keep_as: str | None = None) -> Verdict:
    return with_checker(
        drill,
        lambda checker: checker.check(drill.file("solution"), lanes=lanes, keep_as=keep_as),
    )


def test_two_checks_run_at_once(tmp_path: Path) -> None:
    """Two checks that wait for each other pass in two children, each in a folder of its own."""
    place = tmp_path / "place"
    place.mkdir()
    drill = _drill(tmp_path, MEETING.format(place=str(place)), "files")
    verdict = _check(drill, lanes=2)
    assert [check.status for check in verdict.checks] == ["passed", "passed"]
    seen = [file.read_text().split() for file in place.iterdir()]
    assert len({pid for pid, _ in seen}) == len({folder for _, folder in seen}) == 2


def test_one_lane_is_one_child(tmp_path: Path) -> None:
    """With one lane the same checks run one after the other, and wait in vain."""
    place = tmp_path / "place"
    place.mkdir()
    drill = _drill(tmp_path, MEETING.format(place=str(place)), "files")
    verdict = _check(drill, lanes=1)
    assert [check.status for check in verdict.checks] == ["failed", "passed"]


def test_the_first_failing_checks_database_is_kept(tmp_path: Path) -> None:
    """Whichever ends first: what is kept is of the first failing check in the drill's order."""
    drill = _drill(tmp_path, MARKING, "postgres")
    verdict = _check(drill, lanes=2, keep_as="lanes")
    assert [check.status for check in verdict.checks] == ["passed"] * 2 + ["failed"] * 4
    # The supply finishes by itself: the database is kept a moment after the verdict.
    deadline = time.monotonic() + 10
    while (tables := _kept_tables()) != [("marks_2",)]:
        assert time.monotonic() < deadline, f"kept is {tables}"


def _kept_tables() -> list[tuple[str]] | None:
    try:
        with kept_database("lanes") as kept, contextlib.closing(psycopg2.connect(kept.dsn)) as look:
            cursor = look.cursor()
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return cursor.fetchall()
    except UsageError:
        return None


def test_a_child_that_was_just_forked_is_spared() -> None:
    """Ending one child takes no other along, not even one that has no session of its own yet."""
    before = processes.own_children()
    pid = os.fork()
    if pid == 0:  # like a child before its setsid()
        time.sleep(30)
        os._exit(0)
    try:
        processes.end_orphans(before, [pid])
        assert os.waitpid(pid, os.WNOHANG) == (0, 0)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
