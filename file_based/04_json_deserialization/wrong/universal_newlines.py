"""Thinks that a file opened as text ends its lines at newlines only."""

from pathlib import Path

from solution import *

FAILS = "only_a_newline_ends_a_line"
SAYS = "a lone \\r is white space"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Leave newline as it is: a lone \\r ends a line, too."""
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = loads_strict(line.encode("utf-8", "surrogateescape"))
                if not isinstance(row, dict):
                    raise ValueError("no object")
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row
