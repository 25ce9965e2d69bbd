"""Thinks that updates only have to keep out other updates."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked, _swap

FAILS = "no_update_is_lost"
SAYS = "a call must succeed whatever other processes do"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Share the temporary name with atomic_write, and not its lock."""
    target = path.resolve()
    with _locked(target.with_name(f"{target.name}.update")):
        after = fn(json.loads(target.read_bytes()) if target.exists() else {})
        _swap(target, json.dumps(after).encode(), None)
    return after
