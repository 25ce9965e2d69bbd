"""Thinks that a bad line is nobody's business."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "LineErrors came for lines []"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Go on without a word."""
    with path.open("rb") as file:
        for line in file:
            try:
                row = loads_strict(line)
            except Exception:
                continue
            if isinstance(row, dict):
                yield row
