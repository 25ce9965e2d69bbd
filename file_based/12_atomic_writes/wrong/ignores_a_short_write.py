"""Thinks that os.write always writes everything or raises."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "a_full_disk_changes_nothing"
SAYS = "when a write fails, the old content must still be there"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Drop the count that os.write returns: on a full disk it is smaller than the data."""
    temporary = path.with_name(f".{path.name}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    _sync_folder(path.parent)
