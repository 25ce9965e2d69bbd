"""Thinks that a failed write leaves nothing to clean up."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "a_full_disk_changes_nothing"
SAYS = "a failed call must leave no other file"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Forget the half-written temporary file when an error comes."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)
