"""Thinks that an empty line is no line."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "the empty ones too"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Count only lines with something in them."""
    with path.open("rb") as file:
        for number, line in enumerate((line for line in file if line.strip()), start=1):
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
