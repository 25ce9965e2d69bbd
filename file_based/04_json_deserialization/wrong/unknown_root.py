"""Thinks that a file whose outermost tag is not Document needs no other look."""

from pathlib import Path

from solution import *
from solution import _build

FAILS = "unknown_tags_are_refused"
SAYS = "must be an UnknownType"


def read_document(path: Path) -> Document:
    """Look at the outermost tag before any other, and call every other one no document."""
    try:
        found = loads_strict(path.read_bytes())
        if not isinstance(found, dict) or found.get("$type") != "Document":
            raise ValueError("no document")
        return _build(found)
    except RecursionError as error:
        raise ValueError("too deep") from error
