"""Thinks that exact numbers matter only to loads_strict."""

from pathlib import Path

from solution import *
from solution import _build, _no_constant, _unique

FAILS = "a_document_is_read"
SAYS = "all else is read as JSON"


def read_document(path: Path) -> Document:
    """Parse without parse_float."""
    document = _build(
        json.loads(path.read_bytes(), object_pairs_hook=_unique, parse_constant=_no_constant)
    )
    if not isinstance(document, Document):
        raise ValueError("no document")
    return document
