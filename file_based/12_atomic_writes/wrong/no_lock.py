"""Thinks that an atomic write makes an atomic update."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *

FAILS = "no_update_is_lost"
SAYS = "nobody else may read between a read and the write that builds on it"


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read and write whole files, and lose what others wrote in between."""
    after = fn(json.loads(path.read_bytes()) if path.exists() else {})
    atomic_write(path, json.dumps(after).encode())
    return after
