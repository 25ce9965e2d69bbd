"""What can go wrong, each with the next step to take.

Every error carries one line that says what was found and what was expected,
and optionally one line that says what to type next.  `runner.group` turns them
into that text and an exit code; nothing else formats them.
"""

from __future__ import annotations

import errno
import os

EXIT_PASSED = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_TOOL = 3
EXIT_INTERRUPTED = 130
"""Ctrl-C, as a shell counts it."""
EXIT_BROKEN_PIPE = 141
"""The reader of the output has gone, as a shell counts it: `drills list | head -1`."""


class DrillsError(Exception):
    """Base of everything the program raises on purpose.

    Args:
        message: one line, what was found and what was expected.
        mend: one line, what to do or type next.
    """

    exit_code = EXIT_TOOL

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


class UsageError(DrillsError):
    """The user asked for something that does not exist or makes no sense."""

    exit_code = EXIT_USAGE


class DrillError(DrillsError):
    """A drill's own files are broken: its author has to mend them."""


class SetupError(DrillsError):
    """This machine lacks something: a folder, a server, a permission."""


def unexpected(error: Exception) -> SetupError:
    """A fault of ours or of the machine, in one line; the rest on stderr, on request."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        where = f": {error.filename}" if error.filename else ""
        return SetupError(
            f"there is no space left to write{where}", mend="Make room, then repeat the command."
        )
    if os.environ.get("DRILLS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    from runner.words import one_line

    return SetupError(
        f"something unexpected happened: {one_line(f'{type(error).__name__}: {error}')}",
        mend="DRILLS_DEBUG=1 shows where. Please report it with that.",
    )
