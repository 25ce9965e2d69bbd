"""Thinks that every temporary file it finds was left by a crash."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "writers_do_not_disturb_each_other"
SAYS = "FileNotFoundError"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Clear up first, and with it the file that another writer is about to swap in."""
    for leftover in path.parent.glob(f".{path.name}.*"):
        leftover.unlink(missing_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
