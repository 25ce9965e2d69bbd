"""Thinks that lines are counted like list items."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "LineErrors came for lines [1, 3, 5"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Leave enumerate at 0."""
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if not line.strip():
                continue
            try:
                row = loads_strict(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row
