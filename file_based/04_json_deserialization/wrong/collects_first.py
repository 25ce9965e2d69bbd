"""Thinks that the errors are complete before the first row comes."""

from pathlib import Path

from solution import *

FAILS = "a_large_file_takes_little_memory"
SAYS = "only one line at a time may be in it"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Collect all rows, and then hand them out."""
    rows: list[dict[str, Any]] = []
    with path.open("rb") as file:
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
                rows.append(row)
    yield from rows
