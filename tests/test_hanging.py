"""What a drill's author wrote may hang: a run then says so, and can be left at any time."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner import processes
from runner.catalog import drill_at
from runner.checking import check
from runner.databases import seeding
from runner.databases.home import home
from runner.databases.postgres import PostgresSupply
from runner.errors import DrillError
from runner.execution import host
from runner.model import Drill
from tests.marked import COURSE
from tests.others import temporary_folders, wait_until

SEED = "def seed(database):\n    import os, time\n"
MODULE = "import os, time\n"
HANGS = (
    "with open({file!r}, 'w') as began: began.write(str(os.getpid()))\n"
    "{by}while True: time.sleep(1)\n"
)


@pytest.fixture
def drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    """The one of the tiny course, to be broken."""
    shutil.copytree(COURSE, tmp_path / "course")
    monkeypatch.setenv("DRILLS_COURSE", str(tmp_path / "course"))
    monkeypatch.setenv("DRILLS_WORK", str(tmp_path / "work"))
    return drill_at(tmp_path / "course/basics/01_sum")


def _hang(drill: Drill, place: str) -> Path:
    """Let it hang there; gives the file that then holds the number of the process."""
    began = drill.path.parent.parent / "began"
    text = drill.checks.read_text(encoding="utf-8")
    if place == "module":
        text += MODULE + HANGS.format(file=str(began), by="")
    else:
        by = " " * 4
        text = f"{text}\n\n{SEED}{by}{HANGS.format(file=str(began), by=by)}"
    drill.checks.write_text(text, encoding="utf-8")
    if place == "seed on PostgreSQL":
        toml = drill.path / "drill.toml"
        on_postgres = toml.read_text(encoding="utf-8").replace('"sqlite"', '"postgres"')
        toml.write_text(on_postgres, encoding="utf-8")
    return began


def _is_at_work(pid: int) -> bool:
    """Whether a process is there, and not just its number, which its parent has to take."""
    return bool(fields := processes.fields_of(pid)) and fields[0] != "Z"


def test_a_seed_has_a_limit_on_sqlite(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drill is named, and no half-filled file is left."""
    _hang(drill, "seed")
    monkeypatch.setattr(seeding, "SEED_SECONDS", 1)
    before = set(home().glob("templates/*"))
    with pytest.raises(DrillError, match=r"seed\(\) has not ended on SQLite within 1 s"):
        check(drill, drill.file("solution"))
    assert set(home().glob("templates/*")) == before


def test_a_seed_has_a_limit_on_postgresql(drill: Drill) -> None:
    """Its end by the alarm, which comes after a minute, is told as what it is."""
    began = _hang(drill, "seed on PostgreSQL")
    supply = PostgresSupply.start(drill.checks)
    supply.request()
    os.kill(int(wait_until(lambda: began.exists() and began.read_text(), "seeds")), signal.SIGALRM)
    with pytest.raises(DrillError, match=r"seed\(\) has not ended on PostgreSQL within 60 s"):
        supply.receive()
    supply.close(wait=True)


def test_the_module_has_a_limit(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named."""
    _hang(drill, "module")
    monkeypatch.setattr(host, "_READ_SECONDS", 1)
    with pytest.raises(DrillError, match=r"checks\.py cannot be used: .*takes more than 1 s"):
        check(drill, drill.file("solution"))
    assert signal.alarm(0) == 0


@pytest.mark.parametrize("place", ["seed", "seed on PostgreSQL", "module"])
@pytest.mark.parametrize("times", [1, 2])
def test_one_can_leave(drill: Drill, place: str, times: int) -> None:
    """With Ctrl-C, also when pressed twice; no process and no folder is left."""
    began = _hang(drill, place)
    run = subprocess.Popen(
        [sys.executable, "-m", "runner.cli", "run", drill.name],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    hanging = int(wait_until(lambda: began.exists() and began.read_text(), "hangs", seconds=30))
    for _ in range(times):
        run.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, said = run.communicate(timeout=30)
    assert said.strip() == "drills: interrupted"
    wait_until(lambda: not _is_at_work(hanging), "it goes on")
    assert not temporary_folders(run.pid)
