"""Thinks that an empty line of a file is an empty text."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "lines of white space are no errors"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Forget that a line has its newline with it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line:
                continue
            try:
                row = loads_strict(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row
