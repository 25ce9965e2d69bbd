"""Thinks that any encoding will do for a JSON file."""

from pathlib import Path

from solution import *

FAILS = "the_file_holds_the_value"
SAYS = "the file is not UTF-8"


def write_json(obj: object, path: Path) -> None:
    """Write what some computers take when nobody says otherwise."""
    path.write_bytes(to_json(obj).encode("utf-16"))
