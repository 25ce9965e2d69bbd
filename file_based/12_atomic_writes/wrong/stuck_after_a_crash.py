"""Thinks that a lock file is removed even when its owner is killed."""

from pathlib import Path

from solution import *
from solution import _swap

FAILS = "a_crash_leaves_a_whole_file"
SAYS = "LockHeldError"


class LockHeldError(Exception):
    """Somebody else has the lock file, or had it when it died."""


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Lock by creating a file that must not exist: a crash leaves it for ever."""
    lock = path.with_name(f".{path.name}.lock")
    for _ in range(1_000_000):
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            if not path.exists():
                break
    else:
        raise LockHeldError(lock.name)
    try:
        _swap(path, data, mode)
    finally:
        lock.unlink()
