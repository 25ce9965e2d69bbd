"""Thinks that an update needs the rename of a safe write, but not its fsync."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked

FAILS = "update_json_changes_the_file"
SAYS = "no fsync of the new file came before the swap"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Write beside the file and swap, and leave the bytes to the kernel."""
    target = path.resolve()
    with _locked(target):
        after = fn(json.loads(target.read_bytes()) if target.exists() else {})
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.write_text(json.dumps(after), encoding="utf-8")
        temporary.replace(target)
    return after
