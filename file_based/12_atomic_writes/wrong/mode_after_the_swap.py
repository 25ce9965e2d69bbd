"""Thinks that the mode can wait until the file is in place."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_right_before_the_swap"
SAYS = "a temporary file holds the same secrets"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write the content to a file that everybody may read, and close it afterwards."""
    target = path.resolve()
    with _locked(target):
        if mode is None and target.exists():
            mode = target.stat().st_mode & 0o7777
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        if mode is not None:
            target.chmod(mode)
        _sync_folder(target.parent)
