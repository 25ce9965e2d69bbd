"""Thinks that a file has only one name to put a lock beside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *
from solution import _locked

FAILS = "every_name_of_a_file_has_the_same_lock"
SAYS = "nobody else may read between a read and the write that builds on it"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Lock beside the given name: through a link that is another lock."""
    with _locked(path.with_name(f"{path.name}.update")):
        after = fn(json.loads(path.read_bytes()) if path.exists() else {})
        atomic_write(path, json.dumps(after).encode())
    return after
