"""Runs a drill's `seed` in a process of its own: there it may hang, die or leave engines open."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from runner import processes
from runner.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED_SECONDS = 60
"""What a `seed` may take."""
_LONGEST = 2_000
_MEND = "seed(database) must fill an empty database and not touch the answer."


def seed_with(fill: Callable[[], object], checks: Path, where: str) -> None:
    """Have a database filled, in a child.

    Args:
        fill: calls the drill's `seed`.
        checks: its file.
        where: the kind of database, for the error.

    Raises:
        DrillError: it failed, ended its process, or took more than a minute.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_child(fill, checks, writing)
    os.close(writing)
    try:
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        # Once, and not to the end: what the seed has started may hold the pipe open.
        said = os.read(reading, _LONGEST).decode(errors="replace") if code == 1 else ""
    except BaseException:  # told to end, or Ctrl-C
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise
    finally:
        os.close(reading)
    if code == -signal.SIGALRM:
        what = f"{checks}: seed() has not ended on {where} within {SEED_SECONDS} s"
    elif said:
        what = f"seed() fails on {where} at {said}"
    elif code != 0:
        what = f"{checks}: seed() ended its process on {where}, with exit code {code}"
    else:
        return
    raise DrillError(what, mend=_MEND)


def _be_child(fill: Callable[[], object], checks: Path, writing: int) -> None:
    code = 1
    try:
        # The kernel's own ways to end it: wherever it waits, also in a driver, it holds up nobody.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        processes.end_with_parent(signal.SIGKILL)
        signal.alarm(SEED_SECONDS)
        fill()
        code = 0
    except Exception as error:
        os.write(writing, _told(error, checks).encode(errors="backslashreplace")[:_LONGEST])
    finally:
        os._exit(code)


def _told(error: Exception, checks: Path) -> str:
    """The innermost line that is in checks.py, and the error's first line."""
    import traceback

    lines = [0]
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == str(checks):
            lines.append(number)
    said = ""
    with suppress(Exception):  # its __str__ is the author's, too
        said = next(iter(str(error).strip().splitlines()), "")
    return f"{checks}:{lines[-1]}: {type(error).__name__}: {said}"
