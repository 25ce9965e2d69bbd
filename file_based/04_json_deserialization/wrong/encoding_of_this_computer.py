"""Thinks that a text file is UTF-8 unless one says otherwise."""

from pathlib import Path

from solution import *
from solution import _build

FAILS = "a_document_is_read"
SAYS = "a process whose own encoding is not UTF-8"


def read_document(path: Path) -> Document:
    """Leave the encoding to the computer."""
    try:
        document = _build(loads_strict(path.read_text()))
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(document, Document):
        raise ValueError("no document")
    return document
