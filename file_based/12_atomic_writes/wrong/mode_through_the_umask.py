"""Thinks that the mode given to os.open is the mode of the file."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_kept"
SAYS = "a mode that is asked for is exact"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Let the umask take bits away."""
    target = path.resolve()
    with _locked(target):
        if mode is None:
            mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
