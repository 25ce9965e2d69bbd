"""Thinks that a lock on the data file holds, though the swap puts another file in its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *

FAILS = "no_update_is_lost"
SAYS = "nobody else may read between a read and the write that builds on it"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Lock a file that is swapped out: who waits for the old one is alone with it."""
    path.touch()
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        after = fn(json.loads(path.read_bytes() or b"{}"))
        atomic_write(path, json.dumps(after).encode())
    return after
