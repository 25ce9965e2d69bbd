"""What a failed check saw: got and expected, a difference of rows, the way through the answer."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from runner.render.console import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runner.model import CheckResult

_ASIDE = ("Use -v to get", "...Full output truncated", "(use '-vv'")
"""How pytest tells its own users to see more; here nobody can."""
_ORIGIN = re.compile(r"\s*\+\s+(?:where|and)\s")
"""Where pytest says how a check came to a value, which the message says in words."""
_NOISE = re.compile(r" at 0x[0-9a-f]+|, use -vv to show$")
_SAID_IN_WORDS = re.compile(r"assert (not ('.*'|[-\d.]+)|[-\d.]+ (<|>|<=|>=|!=) [-\d.]+)$")
"""What the message has said already."""
_PLAIN = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^Left contains one more item: ", "got has one more: "),
        (r"^Right contains one more item: ", "got has one less: "),
        (r"^Left contains (\d+) more items, first extra item: ", r"got has \1 more, the first: "),
        (r"^Right contains (\d+) more items, first extra item: ", r"got has \1 less, the first: "),
        (r"^Left contains (\d+) more items?:$", r"got has \1 more:"),
        (r"^Right contains (\d+) more items?:$", r"got has \1 less:"),
        (r"^Extra items in the left set:$", "only in got:"),
        (r"^Extra items in the right set:$", "only in expected:"),
        (r"^At index (\d+) diff: (.*) != (.*)$", r"item \1: got \2, expected \3"),
        (r"^Omitting (\d+) identical items?$", r"\1 more the same"),
        (r"^Differing items:$", "these differ (got != expected):"),
        (r"^Differing attributes:$", "these differ:"),
        (r"^Matching attributes:$", "these are the same:"),
        (r"^Drill down into differing attribute (\w+):$", r"\1:"),
        (r"^Full diff:$", "in full (- expected, + got):"),
        (r"^assert ", ""),
    )
]
_EMPTY = {"assert False", "assert not True", "assert None"}


def evidence(check: CheckResult) -> Iterator[tuple[str, list[str]]]:
    """Labels, each with its lines.

    Args:
        check: one that did not pass.
    """
    lines = [
        _NOISE.sub("", line)
        for line in check.detail.splitlines()
        if not line.strip().startswith(_ASIDE) and not _ORIGIN.match(line)
    ]
    if lines and lines[0] in _EMPTY:
        lines.pop(0)
    if check.status != "failed":
        # The last line of the way is the learner's own line, shown already.
        if lines[-1:] == [check.line]:
            lines.pop()
        yield from _unless_empty("by way of", _folded(lines))
        return
    compared = lines[0].removeprefix("assert ").split(" == ") if lines else []
    if lines and lines[0].startswith("assert ") and len(compared) == 2:
        got, expected = compared
        if got != expected:  # cut to the same: what differs comes below
            yield "got", [got]
            yield "expected", [expected]
        lines = lines[1:]
    elif lines and _SAID_IN_WORDS.match(lines[0]):
        lines = lines[1:]
    yield from _unless_empty("seen", [_plain(line) for line in _without_margins(lines)])


def _plain(line: str) -> str:
    """A line of pytest's in the words of this program."""
    for pattern, words in _PLAIN:
        line = pattern.sub(words, line)
    return line


def own_line(line: str, answer: Path) -> list[str]:
    """The learner's line: a path that an editor opens, and its text.

    Args:
        line: `exercise.py:31: return row`, the text missing where only a number is known.
        answer: the file or folder that was checked.
    """
    name, _, rest = line.partition(":")
    number, _, text = rest.partition(":")
    file = answer / name if answer.is_dir() else answer
    if not text and number.isdecimal() and file.is_file():
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        text = lines[int(number) - 1] if int(number) <= len(lines) else ""
    return [f"{shown(file)}:{number}", *([f"  {text.strip()}"] if text.strip() else [])]


def _unless_empty(label: str, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    if lines:
        yield label, lines


def _folded(lines: list[str]) -> list[str]:
    """Repeats in one line: a function that calls itself makes many."""
    counted = [(line, len(list(group))) for line, group in groupby(lines)]
    return [line if count == 1 else f"{line}  ({count} times)" for line, count in counted]


def _without_margins(lines: list[str]) -> list[str]:
    """Without the empty lines around and the indentation that all lines share."""
    filled = [line for line in lines if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in filled), default=0)
    return [line[margin:].rstrip() for line in filled]
