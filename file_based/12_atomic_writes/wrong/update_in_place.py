"""Thinks that nothing can go wrong with a write while its process holds the lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked

FAILS = "update_json_changes_the_file"
SAYS = "update_json too must leave the old object or the new one"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Empty the file and fill it: the lock keeps out neither a reader nor a kill."""
    target = path.resolve()
    with _locked(target):
        after = fn(json.loads(target.read_bytes()) if target.exists() else {})
        target.write_text(json.dumps(after), encoding="utf-8")
    return after
