"""Thinks that a list which was given as an argument is there to be filled anew."""

from pathlib import Path

from solution import *
from solution import iter_json_lines as _good

FAILS = "bad_lines_are_told_and_the_rest_is_read"
SAYS = "errors are only added to it"


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Throw away what the caller has collected so far."""
    errors.clear()
    yield from _good(path, errors)
