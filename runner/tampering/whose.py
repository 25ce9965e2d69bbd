"""Whose doing something is: the answer's, a library's, or ours, by the frames on the stack."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from runner.tampering.plain import plain
from runner.tampering.rules import LOOKS_AT_FRAMES, PUPPETS

RUNNER = str(Path(__file__).resolve().parent.parent) + os.sep


def _folders(*names: str) -> tuple[str, ...]:
    """Beginnings of the names of code that lies in these folders of Python's, or is its own."""
    paths = [path for name in names if (path := sysconfig.get_path(name))]
    return (*(os.path.realpath(path) + os.sep for path in paths), "<frozen ")


LIBRARIES = _folders("stdlib", "platstdlib", "purelib", "platlib")
_INSTALLED = _folders("purelib", "platlib")


def file_of(frame: FrameType) -> str:
    """The name of the file that a frame's code is from."""
    return plain(frame.f_code.co_filename)


def package_of(file: str) -> str:
    """The first part of a library module's name, by where its file lies."""
    folder = max((each for each in LIBRARIES if file.startswith(each)), key=len, default="")
    name = file.removeprefix(folder).partition(os.sep)[0]
    return name.partition(".")[0].removesuffix(">")


class Whose(NamedTuple):
    """Questions about code and frames; functions, since what they know is found on no object."""

    kind: Callable[[str], str]
    """Of a file's name: `ours`, `library`, `generated` or `answer`."""
    nearest: Callable[[FrameType | None], bool]
    """Whether the answer is behind this, through whatever library."""
    itself: Callable[[FrameType | None], bool]
    """Whether the answer's own code does this, or has a mere helper do it."""


def whose(checks: Iterable[Path]) -> Whose:
    """What tells whose doing something is.

    Args:
        checks: files of checks: what they do is ours.
    """
    ours = (RUNNER, *map(str, checks))

    def kind(name: str) -> str:
        if name.startswith(ours):
            return "ours"
        if name.startswith(LIBRARIES):
            return "library"
        return "generated" if name.startswith("<") else "answer"

    def nearest(frame: FrameType | None) -> bool:
        """Whether the answer is behind this, through whatever library.

        Where neither it nor we are, a thread was told to do it: by the answer.
        """
        while frame is not None:
            file = file_of(frame)
            match kind(file):
                case "ours":
                    return False
                case "answer":
                    return True
                case _ if file.endswith("linecache.py"):
                    return False  # reads source to show a traceback
            frame = frame.f_back
        return True

    def itself(frame: FrameType | None) -> bool:
        """Whether the answer's own code does this, or has a mere helper do it."""
        while frame is not None:
            file = file_of(frame)
            found = kind(file)
            if found != "library":
                return found != "ours"
            knows_why = file.startswith(_INSTALLED) or file.endswith(LOOKS_AT_FRAMES)
            if knows_why and frame.f_code.co_name not in PUPPETS:
                return False
            frame = frame.f_back
        return True

    return Whose(kind, nearest, itself)
