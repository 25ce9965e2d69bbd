"""Thinks that a text which exists can also be encoded."""

from pathlib import Path

from solution import *

FAILS = "a_failed_write_changes_nothing"
SAYS = "half of an emoji"


def write_json(obj: object, path: Path) -> None:
    """Open the file, and fail at half an emoji on the way to UTF-8."""
    text = to_json(obj)
    path.write_text(text, encoding="utf-8")
