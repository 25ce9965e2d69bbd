"""Thinks that strictness is for other people's files."""

from pathlib import Path

from solution import *
from solution import _build

FAILS = "broken_documents_are_refused"
SAYS = "documents are read strictly"


def read_document(path: Path) -> Document:
    """Parse with json.loads."""
    document = _build(json.loads(path.read_text("utf-8"), parse_float=Decimal))
    if not isinstance(document, Document):
        raise ValueError("no document")
    return document
