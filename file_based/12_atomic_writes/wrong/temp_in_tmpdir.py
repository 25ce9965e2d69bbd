"""Thinks that a temporary file belongs into the system's temporary folder."""

import shutil
from pathlib import Path

from solution import *

FAILS = "the_temporary_file_is_beside_the_target"
SAYS = "a rename is atomic only inside one file system"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write wherever tempfile likes, then move: across file systems that is a copy in place."""
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    shutil.move(file.name, path)
