"""Thinks that a closed file is on the disk."""

from pathlib import Path

from solution import *

FAILS = "the_content_reaches_the_disk_before_the_swap"
SAYS = "no fsync of the new file came before the swap"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Rename what the kernel may still hold in memory."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
