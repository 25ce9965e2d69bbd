"""Thinks that it does not matter when the content is sent to the disk, as long as it is."""

from pathlib import Path

from solution import *
from solution import _sync_folder

FAILS = "the_content_reaches_the_disk_before_the_swap"
SAYS = "no fsync of the new file came before the swap"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Swap first: the name may reach the disk before the bytes."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        temporary.replace(path)
        os.fsync(file.fileno())
    _sync_folder(path.parent)
