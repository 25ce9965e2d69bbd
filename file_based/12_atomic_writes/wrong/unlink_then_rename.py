"""Thinks that the old file must be removed before a rename can take its place."""

from pathlib import Path

from solution import *

FAILS = "readers_see_whole_files"
SAYS = "at every moment the name must lead to a whole file"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Remove the target, then rename: in between there is no file."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    temporary.rename(path)
