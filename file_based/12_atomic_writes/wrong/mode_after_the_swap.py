"""Thinks that the mode can wait until the file is in place."""

from pathlib import Path

from solution import *
from solution import _locked, _swap

FAILS = "the_mode_is_right_before_the_swap"
SAYS = "the mode must be right before the swap"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Swap in a file that nobody else may read, and open it afterwards."""
    target = path.resolve()
    with _locked(target):
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~umask
        _swap(target, data, 0o600)
        target.chmod(mode)
