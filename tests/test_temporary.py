"""Temporary folders go with their process, or with the next one where it was killed."""

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from runner import temporary
from runner.catalog import REPOSITORY
from tests.others import temporary_folders, wait_until

KILLED = """
import os, signal
from runner import temporary
for purpose in {purposes}:
    (temporary.new_folder(purpose) / "answer.py").write_text("kept back")
os.kill(os.getpid(), signal.SIGKILL)
"""
PURPOSES: tuple[temporary.Purpose, ...] = get_args(temporary.Purpose.__value__)


def test_the_next_process_removes_what_a_killed_one_has_left() -> None:
    """Whatever it was for; nothing of a process that lives goes."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED.format(purposes=PURPOSES)], cwd=REPOSITORY
    ) as killed:
        killed.wait()
    assert len(temporary_folders(killed.pid)) == len(PURPOSES)
    with temporary.folder("demo") as first, temporary.folder("answer") as second:
        assert first.is_dir()
        assert second.is_dir()
        assert temporary_folders(killed.pid) == []
    assert temporary_folders(os.getpid()) == []


def test_nobody_elses_folder_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's own folder is only named a little like ours."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("drills-notes-999999999-x", "drills-demo-mine", "my-drills-demo-999999999-x"):
        (tmp_path / name).mkdir()
    with temporary.folder("demo"):
        pass
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
