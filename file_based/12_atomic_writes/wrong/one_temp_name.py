"""Thinks that a fixed temporary name is enough when the file is replaced in one step."""

from pathlib import Path

from solution import *
from solution import _swap

FAILS = "writers_do_not_disturb_each_other"
SAYS = "a call must succeed whatever other processes do"


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Let two writers meet in one temporary file."""
    _swap(path, data, mode)
