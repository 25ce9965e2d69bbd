"""Another Python process that imports the answer, and shares no memory with the check."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.instruments import patience

OTHER_ENCODING = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""Environment in which Python takes the computer's own encoding for ASCII."""

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a program."""

    output: str
    """What it wrote to stdout, which is read as UTF-8."""
    error: str
    """Where it failed, the last line that it wrote to stderr; else empty."""


def elsewhere(answer: Any, program: str, *arguments: str | Path, **environment: str) -> Ran:
    """Run a program that can say `import exercise`.

    Args:
        answer: the fixture.
        program: Python source.
        arguments: what it finds in `sys.argv[1:]`.
        environment: variables beside those of this process.

    Raises:
        AssertionError: it took more than 20 s.
    """
    path = os.pathsep.join([str(Path(answer.__file__).parent), *filter(None, sys.path)])
    seconds = patience.at_most(_SECONDS)
    try:
        ran = subprocess.run(
            [sys.executable, "-S", "-c", program, *arguments],
            env=os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(
            f"a program that imports your answer had not ended after {seconds:g} s"
        ) from None
    if not ran.returncode:
        return Ran(ran.stdout, "")
    last = ran.stderr.strip().rpartition("\n")[2]
    return Ran(ran.stdout, last or f"exit code {ran.returncode}")
