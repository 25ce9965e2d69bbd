"""Thinks that a lock file is removed even when its owner is killed."""

from pathlib import Path

from solution import *
from solution import _swap

FAILS = "a_crash_leaves_a_whole_file"
SAYS = "a lock must not outlive the process that holds it"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Lock by creating a file that must not exist: a crash leaves it for ever."""
    lock = path.with_name(f".{path.name}.lock")
    while True:
        with contextlib.suppress(FileExistsError):
            lock.touch(exist_ok=False)
            break
    try:
        _swap(path, data, mode)
    finally:
        lock.unlink()
