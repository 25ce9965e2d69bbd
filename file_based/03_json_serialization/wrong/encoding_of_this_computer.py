"""Thinks that a text file is UTF-8 unless one says otherwise."""

from pathlib import Path

from solution import *

FAILS = "the_file_holds_the_value"
SAYS = "a process whose own encoding is not UTF-8"


def write_json(obj: object, path: Path) -> None:
    """Leave the encoding to the computer."""
    text = to_json(obj)
    text.encode("utf-8")  # half an emoji fails here
    path.write_text(text)
