"""`drills demo`: run the reference, which narrates what it is about."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click

from runner import temporary
from runner.commands.options import drill_argument
from runner.errors import DrillError
from runner.render.console import say

if TYPE_CHECKING:
    from runner.model import Drill

_ENVIRONMENT = {
    "PYTHONDONTWRITEBYTECODE": "1",  # nothing new beside the drill
    "PYTHONIOENCODING": "utf-8",
    "PYTHONUNBUFFERED": "1",  # each line when it is printed
}


@click.command
@drill_argument
def command(drill: Drill) -> None:
    """Run the reference and see what it is about.

    It narrates the goal's behaviour and does not show its code.
    """
    solution = drill.file("solution")
    with (
        # Whatever it writes without a path of its own is not left in the learner's folder.
        temporary.folder("demo") as folder,
        subprocess.Popen(
            [sys.executable, str(solution)],
            cwd=folder,
            env=os.environ | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as running,
    ):
        assert running.stdout is not None
        try:
            for line in running.stdout:
                say(line.rstrip("\n"))
        except BaseException:
            running.kill()  # nobody reads it any more
            raise
    if running.returncode:
        raise DrillError(
            f"the demo of {drill.name} ended with exit code {running.returncode}",
            mend="What it printed above says why; `drills doctor` checks this machine.",
        )
