"""Thinks that the permissions of a temporary file do not matter."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_right_before_the_swap"
SAYS = "the temporary file holds the same secrets"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write the content to a file that everybody may read, and close it before the swap."""
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
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
