"""The learner's own programs that get the terminal: an editor, the shell of a database."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runner.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def edit(*files: Path) -> None:
    """Open files in the learner's editor, and wait until that ends.

    Raises:
        SetupError: none is known, it cannot start, or it ended badly.
    """
    variable, program = _editor()
    another = f"Set {variable} to another program."
    try:
        with leaving_ctrl_c_alone():
            ended = subprocess.run([*program, *map(str, files)], check=False)
    except OSError as error:
        raise SetupError(f"cannot start {program[0]}: {error.strerror}", mend=another) from None
    if ended.returncode not in {0, -signal.SIGINT}:  # Ctrl-C is a way to leave
        raise SetupError(f"{program[0]} ended with exit code {ended.returncode}", mend=another)


@contextmanager
def leaving_ctrl_c_alone() -> Iterator[None]:
    """Ctrl-C is for the program that has the terminal: it means “stop this” there, not “end”.

    We would take it as our end, and kill the program with all that is unsaved in it.
    """
    # Not SIG_IGN, which the program would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _editor() -> tuple[str, list[str]]:
    """The variable that decides, and the command: `$VISUAL`, `$EDITOR`, or else VS Code."""
    for variable in ("VISUAL", "EDITOR"):
        value = os.environ.get(variable, "")
        try:
            chosen = shlex.split(value)
        except ValueError as error:
            raise SetupError(
                f"{variable} is no command ({str(error).lower()}): {value}",
                mend=f"For example: export {variable}=nano",
            ) from None
        if chosen:
            return variable, chosen
    if code := shutil.which("code"):
        return "EDITOR", [code]
    raise SetupError(
        "no editor is known: neither VISUAL nor EDITOR is set, and VS Code is not there",
        mend="For example: export EDITOR=nano",
    )
