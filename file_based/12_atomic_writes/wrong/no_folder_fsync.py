"""Thinks that fsync of a file also keeps the file's name."""

from pathlib import Path

from solution import *

FAILS = "the_swap_reaches_the_disk"
SAYS = "no fsync of the target's folder came after the swap"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Leave the rename to reach the disk when it likes."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
