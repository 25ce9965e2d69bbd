"""Thinks that a bad byte is an error of its line."""

from pathlib import Path

from solution import *

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "one bad line ended the reading with UnicodeDecodeError"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Let the file decode, and the whole iteration fails."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
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
