"""A new temporary name for each call, with the process in it; no lock to write a whole file.

Whatever carries the number of a process that is no more was left by a crash.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write to a name of this call's own, then swap."""
    target = path.resolve()
    remove_leftovers(target)
    if mode is None:
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~umask()
    descriptor, name = tempfile.mkstemp(prefix=f"{marker(target)}{os.getpid()}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        os.replace(name, target)  # noqa: PTH105  (a name, not a Path)
    except BaseException:
        Path(name).unlink()
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read, change and write under a record lock on a file that is never swapped."""
    target = path.resolve()
    with target.with_name(f"{target.name}.lock").open("ab") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        before = json.loads(target.read_bytes()) if target.exists() else {}
        after = fn(before)
        atomic_write(target, json.dumps(after).encode("utf-8"))
    return after


def marker(target: Path) -> str:
    """How the names of a file's temporary files start."""
    return f".{target.name}.tmp-"


def remove_leftovers(target: Path) -> None:
    """Remove what processes that are no more have left."""
    for file in target.parent.iterdir():
        if file.name.startswith(marker(target)):
            process = int(file.name.removeprefix(marker(target)).partition("-")[0])
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                file.unlink(missing_ok=True)
            except PermissionError:
                continue  # somebody else's process: it lives


def umask() -> int:
    """The process's umask, which can be read only by setting it."""
    with contextlib.ExitStack() as stack:
        bits = os.umask(0o077)
        stack.callback(os.umask, bits)
    return bits
