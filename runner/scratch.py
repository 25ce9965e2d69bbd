"""Where an answer is checked: a folder that is removed afterwards, and a private copy in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from runner import answer as answers

if TYPE_CHECKING:
    from runner.model import Drill

_SHARED_MEMORY = Path("/dev/shm")
_ROOMY = 2 << 30


def new() -> Path:
    """A folder for one answer, after the folders of killed runs have been removed."""
    home = _home() or Path(tempfile.gettempdir())
    for left in home.glob("drills-answer-*"):
        pid = left.name.split("-")[2]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"drills-answer-{os.getpid()}-", dir=home))


def _home() -> Path | None:
    """Memory instead of disk where there is plenty; None is the system's own choice."""
    try:
        roomy = shutil.disk_usage(_SHARED_MEMORY).free > _ROOMY
    except OSError:
        return None
    return _SHARED_MEMORY if roomy else None


def place_of(answer: Path, drill: Drill, folder: Path) -> Path:
    """Where a child finds its copy of an answer.

    Args:
        answer: the file or folder.
        drill: what it answers.
        folder: the child's own.
    """
    named = drill.file("solution") if drill.is_folder and _is_shipped(answer, drill) else answer
    return folder / "answer" / named.name


def copy(answer: Path, drill: Drill, folder: Path) -> None:
    """Copy an answer to its place.

    Only answers that we ship may lean on the solution: `from solution import *`, or, for a
    folder, the files that they do not have.

    Args:
        answer: the file or folder.
        drill: what it answers.
        folder: the child's own.
    """
    place, solution = place_of(answer, drill, folder), drill.file("solution")
    if not _is_shipped(answer, drill):
        answers.copy(answer, place.parent)
    elif drill.is_folder:
        answers.copy(solution, place.parent)
        shutil.copytree(answer, place, dirs_exist_ok=True)
    else:
        answers.copy(answer, place.parent)
        shutil.copyfile(solution, place.with_name("solution.py"))


def _is_shipped(answer: Path, drill: Drill) -> bool:
    return answer.resolve().parent in {drill.path / "right", drill.path / "wrong"}
