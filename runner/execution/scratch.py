"""The private copy of an answer that is checked, in a folder that is removed afterwards."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from runner.execution import answer as answers

if TYPE_CHECKING:
    from pathlib import Path

    from runner.model import Drill


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
