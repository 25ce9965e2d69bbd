"""The private copies of an answer that is checked, in folders that are removed afterwards.

A check begins with one copy, and each child gets a copy of that: they all check the same, whatever
is saved meanwhile.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from runner.execution import answer as answers

if TYPE_CHECKING:
    from pathlib import Path

    from runner.model import Drill

_PLACE = "answer"


def place_of(answer: Path, drill: Drill, folder: Path) -> Path:
    """Where a child finds its copy of an answer.

    Args:
        answer: the file or folder.
        drill: what it answers.
        folder: the child's own.
    """
    named = drill.file("solution") if drill.is_folder and _is_shipped(answer, drill) else answer
    return folder / _PLACE / named.name


def take(answer: Path, drill: Drill, within: Path) -> None:
    """Copy an answer, to `hand_out`.

    Only answers that we ship may lean on the solution: `from solution import *`, or, for a
    folder, the files that they do not have.

    Args:
        answer: the file or folder.
        drill: what it answers.
        within: where the folders of its children are.
    """
    place, solution = place_of(answer, drill, within), drill.file("solution")
    if not _is_shipped(answer, drill):
        answers.copy(answer, place.parent)
    elif drill.is_folder:
        answers.copy(solution, place.parent)
        shutil.copytree(answer, place, dirs_exist_ok=True)
    else:
        answers.copy(answer, place.parent)
        shutil.copyfile(solution, place.with_name("solution.py"))


def hand_out(within: Path, folder: Path) -> None:
    """Copy what was taken to its place.

    Args:
        within: where it was taken to.
        folder: the child's own.
    """
    shutil.copytree(within / _PLACE, folder / _PLACE, symlinks=True)


def _is_shipped(answer: Path, drill: Drill) -> bool:
    return answer.resolve().parent in {drill.path / "right", drill.path / "wrong"}
