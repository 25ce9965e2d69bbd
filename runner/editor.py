"""The program that a learner edits with."""

from __future__ import annotations

import os
import shlex
import shutil

from runner.errors import SetupError


def editor() -> list[str]:
    """The command of the editor: `$VISUAL`, `$EDITOR`, or else VS Code.

    Raises:
        SetupError: none is known.
    """
    for variable in ("VISUAL", "EDITOR"):
        if chosen := shlex.split(os.environ.get(variable, "")):
            return chosen
    if code := shutil.which("code"):
        return [code]
    raise SetupError(
        "no editor is known: neither VISUAL nor EDITOR is set, and VS Code is not there",
        mend="For example: export EDITOR=nano",
    )
