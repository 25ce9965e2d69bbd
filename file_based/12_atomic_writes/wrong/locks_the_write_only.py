"""Thinks that only the write needs the lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked, _swap

FAILS = "no_update_is_lost"
SAYS = "nobody else may read between a read and the write that builds on it"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read before the lock: what was read may be old when the lock is won."""
    target = path.resolve()
    after = fn(json.loads(target.read_bytes()) if target.exists() else {})
    with _locked(target):
        _swap(target, json.dumps(after).encode(), None)
    return after
