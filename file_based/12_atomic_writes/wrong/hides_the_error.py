"""Thinks that an error after which the old file is still whole is no error."""

from pathlib import Path

from solution import *
from solution import atomic_write as _good

FAILS = "a_full_disk_changes_nothing"
SAYS = "the caller must get the OSError"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Save nothing and say nothing."""
    with contextlib.suppress(OSError):
        _good(path, data, mode=mode)
