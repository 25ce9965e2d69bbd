"""Thinks that what loads_strict can read, a function that calls itself can walk through."""

from pathlib import Path

from solution import *
from solution import _build

FAILS = "deep_documents_are_read_or_refused"
SAYS = "2,000 lists inside each other raised RecursionError"


def read_document(path: Path) -> Document:
    """Leave RecursionError to the caller."""
    document = _build(loads_strict(path.read_bytes()))
    if not isinstance(document, Document):
        raise ValueError("no document")
    return document
