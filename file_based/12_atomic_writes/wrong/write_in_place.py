"""Thinks that writing a file is one step, so that a reader sees the old or the new content."""

from pathlib import Path

from solution import *

FAILS = "readers_see_whole_files"
SAYS = "at every moment the name must lead to a whole file"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Truncate the file, then fill it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)
