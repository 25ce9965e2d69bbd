"""Thinks that the line which unlocks is reached whatever the function does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _swap

FAILS = "update_json_changes_the_file"
SAYS = "waits for itself"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Unlock at the end, without try and finally."""
    target = path.resolve()
    lock = os.open(target.with_name(f".{target.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    fcntl.flock(lock, fcntl.LOCK_EX)
    after = fn(json.loads(target.read_bytes()) if target.exists() else {})
    _swap(target, json.dumps(after).encode(), None)
    os.close(lock)
    return after
