"""Thinks that a temporary file may be open to all as long as it is empty."""

from pathlib import Path

from solution import *
from solution import _locked, _sync_folder

FAILS = "the_mode_is_right_before_the_swap"
SAYS = "before a change of mode, .settings.json.tmp has mode 644"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Set the mode before the content: who has opened the file by then reads what comes."""
    target = path.resolve()
    with _locked(target):
        if mode is None and target.exists():
            mode = target.stat().st_mode & 0o7777
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
        try:
            with temporary.open("wb") as file:
                if mode is not None:
                    os.fchmod(file.fileno(), mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
