"""Thinks that every line which is JSON is a row."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "[[1, 2], None] came as rows: only a JSON object is a row"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Yield lists and null."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = loads_strict(line)
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row
