"""Thinks that bad input can only raise ValueError."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "one bad line ended the reading with RecursionError"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Forget that a line can be nested without end."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = loads_strict(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
            except ValueError as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row
