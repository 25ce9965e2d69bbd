"""What can go wrong, each with the next step to take.

Every error carries one line that says what was found and what was expected,
and optionally one line that says what to type next.  `runner.group` turns them
into that text and an exit code; nothing else formats them.
"""

from __future__ import annotations

EXIT_PASSED = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_TOOL = 3


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
