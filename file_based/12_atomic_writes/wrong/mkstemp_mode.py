"""Thinks that the new file gets the old one's permissions by taking its name."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_kept"
SAYS = "a file with mode 644 has mode 600 after the write"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Leave the 600 that mkstemp gives: other users cannot read the file any more."""
    target = path.resolve()
    with _locked(target):
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
