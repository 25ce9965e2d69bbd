"""Thinks that a database file is text."""

from pathlib import Path

from solution import *
from solution import describe as _good

FAILS = "the_file_begins_with_its_format"
SAYS = "the header is a str"


def describe(path: Path) -> StoreFacts:
    """Read the start as text."""
    facts = _good(path)
    with path.open(encoding="latin-1") as file:
        return StoreFacts(facts.library, file.read(16), facts.tables)  # pyright: ignore[reportArgumentType]
