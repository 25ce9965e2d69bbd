"""Temporary folders go with their process, or with the next one where it was killed."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from runner import processes, temporary
from runner.catalog import REPOSITORY, Catalog
from runner.errors import SetupError
from runner.execution.ahead import Ahead
from runner.forked import in_forks
from tests.others import temporary_folders, wait_until

KILLED = """
import os, signal
from runner import temporary
for purpose in {purposes}:
    (temporary.new_folder(purpose) / "answer.py").write_text("kept back")
os.kill(os.getpid(), signal.SIGKILL)
"""
MAKES_ONE = "from runner import temporary\nwith temporary.folder('demo'): pass"
PURPOSES: tuple[temporary.Purpose, ...] = get_args(temporary.Purpose.__value__)


def test_the_next_process_removes_what_a_killed_one_has_left() -> None:
    """Whatever it was for; nothing of a process that lives goes."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED.format(purposes=PURPOSES)], cwd=REPOSITORY
    ) as killed:
        killed.wait()
    assert len(temporary_folders(killed.pid)) == len(PURPOSES)
    subprocess.run([sys.executable, "-c", MAKES_ONE], cwd=REPOSITORY, check=True)
    with temporary.folder("demo") as first, temporary.folder("answer") as second:
        assert first.is_dir()
        assert second.is_dir()
        assert temporary_folders(killed.pid) == []
    assert temporary_folders(os.getpid()) == []


@pytest.mark.parametrize("who", ["ahead", "in_forks"])
def test_who_is_told_to_end_puts_away_what_nobody_has_a_name_for(
    who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exception out of the signal's handler can come just when the folder is there."""
    new_folder = temporary.new_folder

    def told_to_end(purpose: temporary.Purpose) -> Path:
        new_folder(purpose)
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("the handler has not raised")

    monkeypatch.setattr(temporary, "new_folder", told_to_end)
    before = processes.own_children()
    if who == "ahead":
        drill = Catalog(REPOSITORY / "tests/course").drills[0]
        with closing(Ahead()) as ahead:
            [pid] = processes.own_children() - before
            with pytest.raises(SetupError, match="was killed"):
                ahead.check(drill, drill.file("exercise"))
    else:
        pids: list[int] = []

        def work(_: object, send: Callable[[object], None]) -> None:
            send(os.getpid())
            temporary.new_folder("answer")

        for _, said in in_forks([0], work, workers=1, alike=lambda _: None):
            pids += [said] if isinstance(said, int) else []
        [pid] = pids
    assert temporary_folders(pid) == []


def test_nobody_elses_folder_is_removed(tmp_path: Path) -> None:
    """A person's own folder is only named a little like ours."""
    for name in ("drills-notes-999999999-x", "drills-demo-mine", "my-drills-demo-999999999-x"):
        (tmp_path / name).mkdir()
    (tmp_path / "drills-demo-999999999-x").mkdir()  # that of a process that is no more
    subprocess.run(
        [sys.executable, "-c", MAKES_ONE],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        cwd=REPOSITORY,
        check=True,
    )
    assert len(list(tmp_path.iterdir())) == 3


def test_a_class_that_was_unpacked_is_not_left(tmp_path: Path) -> None:
    """Marking an archive is killed: the next command puts the learners' answers away."""
    started = tmp_path / "started"
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(
            "anna/basics/01_sum.py",
            f"import time\nopen({str(started)!r}, 'w').close()\ntime.sleep(60)\n",
        )
    environment = os.environ | {
        "DRILLS_COURSE": str(REPOSITORY / "tests/course"),
        "DRILLS_WORK": str(tmp_path / "work"),
    }
    program = [sys.executable, "-m", "runner.cli"]
    with subprocess.Popen(
        [*program, "verify", "--answers", str(tmp_path / "class.zip"), "--isolation", "none"],
        env=environment,
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as marking:
        wait_until(started.exists, "it has not begun", seconds=30)
        marking.send_signal(signal.SIGKILL)
    assert any("archive" in left.name for left in temporary_folders(marking.pid))
    subprocess.run([*program, "run", "01_sum"], env=environment, cwd=REPOSITORY, check=False)
    assert temporary_folders(marking.pid) == []
