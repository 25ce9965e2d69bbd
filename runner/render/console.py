"""Speak to a terminal or a pipe: width, colour, marks, and what its encoding can do."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from pathlib import Path

WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""
_ON_WORK = "data|hint|list|next|open|progress|quiz|reset|review|run|show|solution|trace|watch"
_PLAIN = {"“": '"', "”": '"', "’": "'", "…": "...", "–": "-", "·": "-", "→": "->", "×": "x"}


class Marks(NamedTuple):
    """How each outcome is marked at the start of a line."""

    passed: str = "✓"
    failed: str = "✗"
    waiting: str = "–"
    begun: str = "›"
    changed: str = "~"


_IN_WORDS = Marks(
    passed="ok    ", failed="FAILED", waiting="-     ", begun=">     ", changed="~     "
)


def say(text: str = "") -> None:
    """Print to stdout; without colours where it is no terminal."""
    click.echo(text, file=sys.stdout)


def for_work(text: str, work: str | None) -> str:
    """A text that names commands, so that they are for the same folder of answers.

    Args:
        text: `drills run NAME` and the like, with other words around.
        work: what `--work` said; None where it was not given.
    """
    if work is None:
        return text
    import re
    import shlex

    return re.sub(rf"\bdrills (?=(?:{_ON_WORK})\b)", f"drills --work {shlex.quote(work)} ", text)


def say_json(data: dict[str, Any]) -> None:
    """Print a JSON document, in ASCII so that every encoding carries it."""
    import json

    say(json.dumps(data, indent=2))


def complain(message: str, mend: str = "") -> None:
    """Print to stderr what is wrong, and on the next line what to do."""
    with suppress(OSError):  # nobody can be told; the exit code says it all the same
        click.echo(f"{click.style('drills:', fg='red', bold=True)} {message}", file=sys.stderr)
        if mend:
            click.echo(mend, file=sys.stderr)


def marks() -> Marks:
    """Signs, or words with `--plain` and where stdout's encoding has no such signs."""
    signs = Marks()
    if os.environ.get("DRILLS_PLAIN"):
        return _IN_WORDS
    try:
        "".join((signs.passed, signs.failed, signs.waiting, signs.begun)).encode(
            sys.stdout.encoding or "ascii"
        )
    except UnicodeEncodeError:
        return _IN_WORDS
    return signs


def width() -> int:
    """How many columns to fill: the terminal's, 80 without one, never more than is readable."""
    try:
        columns = int(os.environ.get("COLUMNS") or 0)
        columns = columns or os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(40, min(columns or 80, WIDEST))


def shown(path: Path) -> str:
    """A path as one would type it here: relative where it lies below the current folder."""
    try:
        return str(path.relative_to(type(path).cwd()))
    except (ValueError, OSError):
        return str(path)


def ask(question: str) -> bool | None:
    """Ask yes or no; None where nobody is there to answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return click.confirm(question)


def be_encodable() -> None:
    """Have characters that stdout and stderr cannot encode replaced, not refused."""
    codecs.register_error("drills", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="drills")  # type: ignore[union-attr]


def close_quietly() -> None:
    """Forget what is unprinted: the reader of our output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    refused = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in refused), error.end
