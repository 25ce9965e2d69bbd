"""Thinks that a lock file should be removed after use, to be tidy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *

FAILS = "no_update_is_lost"
SAYS = "nobody else may read between a read and the write that builds on it"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Remove the lock file that others wait for: the next one makes a new file and a new lock."""
    target = path.resolve()
    name = target.with_name(f".{target.name}.update")
    with name.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        after = fn(json.loads(target.read_bytes()) if target.exists() else {})
        atomic_write(target, json.dumps(after).encode())
        name.unlink(missing_ok=True)
    return after
