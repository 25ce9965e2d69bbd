"""Locks the folder: no lock file, one lock for all files in it.

A folder can be opened and locked like a file, and no swap ever replaces it.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write beside the file and swap, under the folder's lock."""
    target = Path(os.path.realpath(path))
    with folder_lock(target.parent) as folder:
        swap_in(folder, target, data, mode)


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read, change and write under the folder's lock."""
    target = Path(os.path.realpath(path))
    with folder_lock(target.parent) as folder:
        value = fn(json.loads(target.read_text("utf-8")) if target.exists() else {})
        swap_in(folder, target, json.dumps(value).encode(), None)
        return value


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[int]:
    """Hold the folder's lock; gives its descriptor."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def swap_in(folder: int, target: Path, data: bytes, mode: int | None) -> None:
    """Everything relative to the open folder, with plain system calls."""
    temporary = f".{target.name}.new"
    if mode is None and target.exists():
        mode = target.stat().st_mode & 0o7777
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary, dir_fd=folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    file = os.open(temporary, flags, 0o666 if mode is None else 0o600, dir_fd=folder)
    try:
        try:
            if mode is not None:
                os.fchmod(file, mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fdatasync(file)
        finally:
            os.close(file)
        os.rename(temporary, target.name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise
    os.fsync(folder)
