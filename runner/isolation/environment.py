"""Leave an answer nothing of the environment that its grader was started in: keys, names, paths."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

from runner import processes

_KEPT = ("LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ")
_KEPT_PREFIXES = ("LC_", "PYTHON")
_ENV_START, _ENV_END = 47, 48
"""Of `processes.fields_of`: fields 50 and 51 in proc_pid_stat(5)."""


def empty(home: Path) -> None:
    """Take out of this process's environment what a program does not need to run.

    Args:
        home: becomes `HOME`.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    os.environ.clear()
    os.environ.update(kept, HOME=str(home))
    if sys.platform == "linux":
        _wipe()


@cache
def place() -> tuple[int, int]:
    """Where the environment that this process was started with lies: the same in its children."""
    fields = processes.fields_of("self")
    return int(fields[_ENV_START]), int(fields[_ENV_END])


def _wipe() -> None:
    """Overwrite what the kernel still shows as /proc/self/environ: nothing points there now."""
    start, end = place()
    if 0 < start < end:
        ctypes.memset(start, 0, end - start)
