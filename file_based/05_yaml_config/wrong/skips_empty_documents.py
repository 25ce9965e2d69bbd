"""Thinks that a document with nothing in it is no document."""

from pathlib import Path

import solution
from solution import *

FAILS = "a_stream_of_documents_is_loaded"
SAYS = "a second document with nothing in it gave no error"


def load_documents(path: Path) -> list[AppConfig]:
    """Drop what is empty, such as a configuration that was never written."""
    documents = solution._documents(path)
    return [solution._config(document) for document in documents if document]
