"""Lines and blocks that fit a width."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from click import style

from runner.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

LABEL = 12
"""The column where what stands beside a label starts."""


def wrapped(text: str, width: int, *, first: str = "", then: str = "") -> str:
    """Prose in lines of at most `width`; paths and links are never broken.

    Args:
        text: one paragraph.
        width: of the lines.
        first: what the first line starts with.
        then: what the others start with.
    """
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def in_lines(text: str, width: int) -> list[str]:
    """Prose as lines of at most `width`."""
    return wrapped(text, max(width, 20)).splitlines()


def cut(text: str, width: int) -> str:
    """One line of at most `width`, its end replaced by `…` where it is longer."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"


def preformatted(text: str, width: int, *, indent: str, at_most: int) -> str:
    """Text whose line breaks count: indented, each line cut, no more than `at_most` of them."""
    lines = shortened(text.splitlines(), at_most)
    return "\n".join(cut(f"{indent}{line}", width) for line in lines)


def shortened(lines: Sequence[str], at_most: int) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - at_most
    return [*lines[:at_most], *([f"… and {counted(more, 'more line')}"] if more > 0 else [])]


def labelled(label: str, lines: Sequence[str], width: int, *, wrap: bool = True) -> str:
    """A label, and beside it lines.

    Args:
        label: one or two words.
        lines: what it labels.
        width: of the whole.
        wrap: continue long lines below; otherwise they are taken to fit.
    """
    inner = width - LABEL
    pieces = [piece for line in lines for piece in (_folded(line, inner) if wrap else [line])]
    head = style(f"  {label}".ljust(LABEL), dim=True)
    return "\n".join(
        f"{head if number == 0 else ' ' * LABEL}{piece}" for number, piece in enumerate(pieces)
    )


def _folded(line: str, width: int) -> list[str]:
    """A long line in pieces that keep its indentation, so that what is aligned stays so."""
    if len(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    pieces = textwrap.wrap(
        line,
        width,
        subsequent_indent=f"{indent}  ",
        drop_whitespace=False,
        replace_whitespace=False,
    )
    return [piece.rstrip() for piece in pieces]
