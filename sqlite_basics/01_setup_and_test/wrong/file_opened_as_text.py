"""Thinks that open() gives what is in the file."""

from pathlib import Path

from solution import *
from solution import describe as _good

FAILS = "the_file_begins_with_its_format"
SAYS = "describe() raised UnicodeDecodeError"


def describe(path: Path) -> StoreFacts:
    """In text mode it gives what can be read as text."""
    with path.open(encoding="utf-8") as file:
        header = file.read(16).encode()
    facts = _good(path)
    return StoreFacts(facts.library, header, facts.tables)
