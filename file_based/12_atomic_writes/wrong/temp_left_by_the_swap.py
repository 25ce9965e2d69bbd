"""Thinks that only a write can fail, and a rename cannot."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "a_full_disk_changes_nothing"
SAYS = "a call whose swap fails must leave no other file either"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Clean up after the write, and swap outside of the try."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    temporary.replace(path)
    _sync_folder(path.parent)
