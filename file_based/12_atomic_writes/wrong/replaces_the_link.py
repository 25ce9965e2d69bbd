"""Thinks that a rename onto a symbolic link writes to the file behind it, as open does."""

from pathlib import Path

from solution import *
from solution import _locked, _swap

FAILS = "a_link_stays_a_link"
SAYS = "the rename must fall on the file behind the link"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Swap the link itself for a file."""
    with _locked(path):
        _swap(path, data, mode)
