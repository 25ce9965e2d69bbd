"""Thinks that fsync also sends what still waits in Python's own buffer."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "the_content_reaches_the_disk_before_the_swap"
SAYS = "not what still waits in Python's buffer"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Without flush() the bytes reach the kernel when the file is closed: after the fsync."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)
