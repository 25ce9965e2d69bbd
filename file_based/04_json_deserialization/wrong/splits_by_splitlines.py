"""Thinks that splitlines() breaks a text at newlines only."""

from pathlib import Path

from solution import *

FAILS = "only_a_newline_ends_a_line"
SAYS = "only a newline ends a line"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Break lines inside of texts that hold U+2028."""
    for number, line in enumerate(
        path.read_bytes().decode("utf-8", "surrogateescape").splitlines(), 1
    ):
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
