"""Thinks that the folder of the given path is the folder of the file behind it."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "a_link_stays_a_link"
SAYS = "another folder than its target's"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write beside the link and rename to the file behind it, maybe on another disk."""
    target = path.resolve()
    with _locked(target):
        if mode is None and target.exists():
            mode = target.stat().st_mode & 0o7777
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.unlink(missing_ok=True)
        created_with = 0o666 if mode is None else 0o600
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created_with)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
                if mode is not None:
                    os.fchmod(descriptor, mode)
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(path.parent)
