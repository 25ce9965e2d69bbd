"""The `drills` program: start, run the command, flush and leave.

What it does beyond that is in `runner.group` and, one module per command, `runner.commands`.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from runner.errors import EXIT_INTERRUPTED

if TYPE_CHECKING:
    from typing import NoReturn

    from runner.execution.ahead import Ahead


def main() -> NoReturn:
    """Run the command that `sys.argv` names and end the process with its exit code."""
    _open_what_is_closed()
    code, ahead = 0, None
    try:
        # Before all imports, so that pytest is imported there while click is imported here.
        ahead = _start_ahead(sys.argv[1:])
        from runner.commands.course import Course
        from runner.group import drills
        from runner.render.console import be_encodable

        be_encodable()
        drills.main(obj=Course(ahead))
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except KeyboardInterrupt:  # before the group is there to tell it
        print("drills: interrupted", file=sys.stderr)
        code = EXIT_INTERRUPTED
    _flush()
    if ahead is not None:
        import signal  # which `ahead` has imported, and others need not

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C: we are leaving
        ahead.close()
    os._exit(code)  # the interpreter's teardown costs more than most commands


def _open_what_is_closed() -> None:
    """Put /dev/null where a standard stream was closed: `drills list >&-`.

    Its number would go to the next socket or file, which a print would then write into.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number: this one
            os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def _start_ahead(arguments: list[str]) -> Ahead | None:
    """Start the process that checks, where this looks like a `drills run`."""
    if not hasattr(os, "fork") or "--help" in arguments:
        return None
    if arguments[:1] != ["run"] and not (arguments[:1] == ["--work"] and arguments[2:3] == ["run"]):
        return None
    import gc

    gc.disable()  # what is imported stays: looking for garbage in it costs a tenth
    from runner.execution.ahead import Ahead

    return Ahead()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the reader has gone, or the stream is closed
            stream.flush()


if __name__ == "__main__":
    main()
