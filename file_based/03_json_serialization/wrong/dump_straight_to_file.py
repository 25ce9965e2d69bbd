"""Thinks that json.dump writes all or nothing."""

from pathlib import Path

from solution import *
from solution import _plain

FAILS = "a_failed_write_changes_nothing"
SAYS = "make the whole content before you touch the file"


def write_json(obj: object, path: Path) -> None:
    """Empty the file, and then find out that the value cannot be written."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(_plain(obj), file, allow_nan=False)
