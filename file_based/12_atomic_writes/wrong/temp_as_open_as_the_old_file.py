"""Thinks that only an old file's mode says who may read the temporary file."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_right_before_the_swap"
SAYS = "has mode 644 and the new file is to have 600"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write as the old file was, or open to all, and set the mode that was asked for last."""
    target = path.resolve()
    with _locked(target):
        created_with = target.stat().st_mode & 0o7777 if target.exists() else 0o666
        if mode is None and target.exists():
            mode = created_with
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created_with)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
                file.write(data)
                file.flush()
                if mode is not None:
                    os.fchmod(descriptor, mode)
                os.fsync(descriptor)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
