"""Thinks that a process which holds a lock can take it again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked

FAILS = "update_json_changes_the_file"
SAYS = "waits for itself"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Call atomic_write, which wants the same lock, while holding it."""
    target = path.resolve()
    with _locked(target):
        after = fn(json.loads(target.read_bytes()) if target.exists() else {})
        atomic_write(target, json.dumps(after).encode())
    return after
