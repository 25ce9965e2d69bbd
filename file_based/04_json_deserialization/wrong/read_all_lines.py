"""Thinks that a file is read line by line because the loop goes line by line."""

from pathlib import Path

from solution import *

FAILS = "a_large_file_takes_little_memory"
SAYS = "only one line at a time may be in it"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Read everything, then split it."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
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
