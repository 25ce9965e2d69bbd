"""Locks the data file itself, and looks afterwards whether it still is the data file.

Whoever waited for a file that was swapped out meanwhile starts again with the new one.
"""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solution import *


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read, change and write while holding the lock of the file that has the name."""
    while True:
        with path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
                continue
            file.seek(0)
            # Empty: it did not exist before the open.
            after = fn(json.loads(file.read() or b"{}"))
            atomic_write(path, json.dumps(after).encode())
            return after
