"""Small things that several messages and views say: counts, text in one line."""

from __future__ import annotations

import json
import re
from typing import Any

_MAY_HIDE = re.compile(rb'[^ -~]|\\[^"/nt\\]').search
"""Whether JSON may hold a character that cannot be shown: not as ASCII, or escaped."""


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 row`, `2 rows`, `1,000 rows`.

    Args:
        number: how many.
        noun: in the singular; its plural takes an `s`.
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def one_line(text: str) -> str:
    """A text without its line breaks and indentation."""
    return " ".join(text.split())


def amount(value: float) -> str:
    """A number of points without needless digits: `3`, `2.5`, `0.33`."""
    return f"{round(value, 2):g}"


def cut_inside(text: str, length: int) -> str:
    """At most `length` characters: what is too long loses its middle, not its end."""
    if len(text) <= length:
        return text
    end = length // 3
    return f"{text[: length - end - 3]} … {text[-end:]}"


def visible(text: str) -> str:
    """A text whose invisible characters (escapes, text turned right to left) are spelled out.

    An answer's messages and the names of what was handed in may hold them to hide something, or
    to speak to the terminal.
    """
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in "\n\t" else ascii(each)[1:-1] for each in text
    )


def visible_data(line: bytes) -> Any:
    """JSON data, each text of which can be shown, encoded and kept.

    Args:
        line: the JSON.

    Raises:
        ValueError: it is none.
        RecursionError: it is nested too deep.
    """
    data = json.loads(line)
    return _visible(data) if _MAY_HIDE(line) else data


def _visible(value: Any) -> Any:
    match value:
        case str():
            return visible(value)
        case list():
            return [_visible(each) for each in value]
        case dict():
            return {visible(key): _visible(each) for key, each in value.items()}
        case _:
            return value
