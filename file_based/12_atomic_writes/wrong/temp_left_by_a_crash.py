"""Thinks that try and finally also clean up when the process is killed."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "a_crash_leaves_a_whole_file"
SAYS = "a killed process clears up nothing"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Use a new random name each time: nobody will ever find the one a crash left."""
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
