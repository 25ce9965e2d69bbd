"""Temporary folders that are put away even when their process is killed: by the next one."""

from __future__ import annotations

import functools
import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

type Purpose = Literal["answer", "archive", "demo", "doctor", "marking", "pytest"]

_SHARED_MEMORY = Path("/dev/shm")
_ROOMY = 2 << 30
_OURS = re.compile(rf"drills-(?:{'|'.join(get_args(Purpose.__value__))})-(\d+)-.+")


def new_folder(purpose: Purpose) -> Path:
    """A folder; the first of a process, after those of killed processes have been removed.

    Args:
        purpose: what it is for; those for answers are in memory where there is plenty.
    """
    _remove_left()
    home = _memory() if purpose == "answer" else None
    return Path(tempfile.mkdtemp(prefix=f"drills-{purpose}-{os.getpid()}-", dir=home))


@contextmanager
def folder(purpose: Purpose) -> Iterator[Path]:
    """A folder of `new_folder`, removed with the end of the context."""
    made = new_folder(purpose)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def put_away() -> None:
    """Remove all folders of this process, which ends.

    For a process that is told to end by an exception out of a signal's handler: that can come
    just when a folder is there and nobody has its name yet.
    """
    _remove(lambda pid: pid == str(os.getpid()))


@functools.cache  # once in a process: a grader makes a folder for every answer
def _remove_left() -> None:
    if Path("/proc/self").exists():  # elsewhere nobody can tell who lives
        _remove(lambda pid: not Path("/proc", pid).exists())


def _remove(is_over: Callable[[str], bool]) -> None:
    for home in (_SHARED_MEMORY, Path(tempfile.gettempdir())):
        with suppress(OSError):  # it is not there, or not for us to read
            for left in home.iterdir():
                ours = _OURS.fullmatch(left.name)
                if ours and is_over(ours[1]):
                    shutil.rmtree(left, ignore_errors=True)


def _memory() -> Path | None:
    """Memory instead of disk where there is plenty; None is the system's own choice."""
    try:
        roomy = shutil.disk_usage(_SHARED_MEMORY).free > _ROOMY
    except OSError:
        return None
    return _SHARED_MEMORY if roomy else None
